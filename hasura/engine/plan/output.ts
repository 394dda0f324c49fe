import type { Selection } from '../document/types.ts'
import type { OutputForm } from './types.ts'
import { argumentValue } from './value.ts'

/** How a column's value is printed; `path` of JSON columns is applied first, and an empty one is the whole value. */
export function outputForm(selection: Selection, stringified: boolean, upperCase = false): OutputForm {
  const path = selection.arguments.get('path')
  return {
    text: stringified,
    upperCase,
    jsonPath: path?.kind === 'scalar' ? argumentValue(path) : undefined,
  }
}
