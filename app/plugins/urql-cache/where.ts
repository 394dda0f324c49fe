/**
 * Whether a row satisfies a condition; `unknown` when the condition or the row says too little to
 * tell.
 */
export type Fits = 'yes' | 'no' | 'unknown'

/** Reads a column of the row in question; `undefined` when it is not known. */
export type ReadColumn = (column: string) => unknown

/**
 * Evaluates a Hasura boolean expression over a row's own columns, so that a cached list can take in
 * or let go of a row at once. Relationships and operators that are not listed here give `unknown`,
 * and the list is asked for again.
 */
export function fits(where: unknown, read: ReadColumn): Fits {
  if (where === undefined || where === null) return 'yes'
  return all(
    Object.entries(where as Record<string, unknown>).map(([key, condition]) => {
      if (key === '_and') return all((condition as unknown[]).map(part => fits(part, read)))
      if (key.startsWith('_')) return 'unknown'
      return fitsColumn(condition as Record<string, unknown>, read(key))
    }),
  )
}

function fitsColumn(condition: Record<string, unknown>, value: unknown): Fits {
  if (value === undefined) return 'unknown'
  return all(
    Object.entries(condition).map(([operator, operand]) => compare(operator, value, operand)),
  )
}

function compare(operator: string, value: unknown, operand: unknown): Fits {
  if (operator === '_is_null') return answer((value === null) === operand)
  if (!comparisons[operator]) return 'unknown'
  return answer(value !== null && comparisons[operator](value as string | number, operand))
}

const comparisons: Record<string, (value: string | number, operand: unknown) => boolean> = {
  _eq: (value, operand) => value === operand,
  _neq: (value, operand) => value !== operand,
  _in: (value, operand) => (operand as unknown[]).includes(value),
  _nin: (value, operand) => !(operand as unknown[]).includes(value),
  _lt: (value, operand) => value < (operand as typeof value),
  _lte: (value, operand) => value <= (operand as typeof value),
  _gt: (value, operand) => value > (operand as typeof value),
  _gte: (value, operand) => value >= (operand as typeof value),
}

function answer(value: boolean): Fits {
  return value ? 'yes' : 'no'
}

function all(parts: Fits[]): Fits {
  if (parts.includes('no')) return 'no'
  return parts.includes('unknown') ? 'unknown' : 'yes'
}
