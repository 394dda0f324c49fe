import type { BoolExp } from '../types.ts'

/** The conditions that must all hold: nested ANDs and permission marks opened. */
export function conjuncts(condition: BoolExp): readonly BoolExp[] {
  if (condition.kind === 'and') return condition.operands.flatMap(conjuncts)
  return condition.kind === 'permission' ? conjuncts(condition.operand) : [condition]
}

/** The same condition with only these of its conjuncts, still marked as a permission's. */
export function withConjuncts(condition: BoolExp, operands: readonly BoolExp[]): BoolExp {
  const all: BoolExp = { kind: 'and', operands }
  return condition.kind === 'permission' ? { ...condition, operand: all } : all
}

/** A text that two conditions share only when they mean the same. */
export function conditionText(condition: BoolExp): string {
  return JSON.stringify(condition)
}
