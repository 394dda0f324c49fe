/** What a number that people type must be: its range, both ends included, and its decimals. */
export interface NumberLimits {
  range: { min: number, max: number }
  decimals: number
}

/** The number that a text says, with a point or a comma; `undefined` when it is none. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace(/^\u2212/, '-')
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined
}

/** A number as a field shows it: empty for none, without exponent. */
export function numberText(value: number | null | undefined): string {
  return value === null || value === undefined
    ? ''
    : value.toLocaleString('en-GB', { maximumFractionDigits: 20, useGrouping: false })
}

/** Checks a number that may be left empty. */
export function numberError(text: string, { range, decimals }: NumberLimits): string | undefined {
  if (text.trim() === '') return undefined
  const value = numberOf(text)
  if (value === undefined) return 'Write a number, such as 2 or 2.5.'
  const [least, most] = [range.min, range.max].map(limit => limit.toLocaleString('en-GB'))
  if (value < range.min || value > range.max) return `Write a number from ${least} to ${most}.`
  const written = /[.,](\d*)/.exec(text.trim())?.[1]?.length ?? 0
  if (written > decimals)
    return decimals === 0 ? 'Write a whole number.' : `Write at most ${decimals} decimals.`
}

/** Checks a number that must be there. */
export function requiredNumberError(text: string, limits: NumberLimits): string | undefined {
  return text.trim() === '' ? 'Write a number.' : numberError(text, limits)
}
