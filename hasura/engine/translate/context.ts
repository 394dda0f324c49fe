import { booleanExpression } from './bool-exp.ts'
import type { TranslateContext } from './scope.ts'

/** Starts a statement. */
export function translateContext(): TranslateContext {
  let count = 0
  return {
    alias: () => `_${++count}`,
    column: (table, name) => ({ kind: 'column', table, name }),
    read: () => undefined,
    condition: booleanExpression,
  }
}
