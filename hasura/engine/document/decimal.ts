/**
 * A decimal number by its significant digits: 0.d₁d₂… × 10^exponent, without zeros at either end.
 */
interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

const form = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

function decimalOf(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', power = '0'] = form.exec(text) ?? []
  const all = whole + fraction
  const digits = all.replace(/^0+/, '')
  const exponent = digits === '' ? 0 : whole.length - (all.length - digits.length) + Number(power)
  return { negative: sign === '-', digits: digits.replace(/0+$/, ''), exponent }
}

/** The digits of the largest integers that PostgreSQL has: more are out of bounds anyhow. */
const maxIntegerDigits = 19

/**
 * A number of JSON or GraphQL as an integer, if it is one of at most 19 digits: `10`, `1e1`,
 * `10.0`.
 */
export function integerOf(text: string): bigint | undefined {
  const { negative, digits, exponent } = decimalOf(text)
  if (digits === '') return 0n
  if (exponent < digits.length || exponent > maxIntegerDigits) return undefined
  const size = BigInt(digits.padEnd(exponent, '0'))
  return negative ? -size : size
}

/** The same, if a signed integer of `bits` bits besides its sign can hold it. */
export function boundedInteger(text: string, bits: number): bigint | undefined {
  const number = integerOf(text)
  const bound = 1n << BigInt(bits)
  return number !== undefined && number >= -bound && number < bound ? number : undefined
}

/**
 * A number as Hasura's messages show it, Haskell's `show` of a Scientific: `1.5`, `0.1`,
 * `2.147483648e9`.
 */
export function scientific(text: string): string {
  const { negative, digits, exponent } = decimalOf(text)
  const sign = negative && digits !== '' ? '-' : ''
  if (digits === '') return '0.0'
  if (exponent < 0 || exponent > 7) {
    return `${sign}${digits.charAt(0)}.${digits.slice(1) || '0'}e${exponent - 1}`
  }
  const whole = digits.slice(0, exponent).padEnd(exponent, '0')
  return `${sign}${whole || '0'}.${digits.slice(exponent) || '0'}`
}

/** Hasura's words for a number that an integer type cannot hold. */
export function outOfBounds(text: string): string {
  const question = 'Maybe it is a float, or is there integer overflow?'
  return `The value ${scientific(text)} lies outside the bounds or is not an integer. ${question}`
}
