import { expect, test } from 'vitest'
import { integerOf, scientific } from '../../../../../hasura/engine/document/decimal.ts'

test.each([
  ['0', 0n],
  ['-0', 0n],
  ['0.0e9', 0n],
  ['10', 10n],
  ['1e1', 10n],
  ['10.0', 10n],
  ['100e-2', 1n],
  ['-2.5e1', -25n],
  ['007', 7n],
  ['9223372036854775808', 9223372036854775808n],
  ['1e18', 1000000000000000000n],
])('%s is an integer', (text, value) => {
  expect(integerOf(text)).toBe(value)
})

test.each(['1.5', '0.1', '1e-1', '1e400', '1e999999999999', '99999999999999999999'])(
  '%s is none that fits',
  (text) => {
    expect(integerOf(text)).toBeUndefined()
  },
)

test.each([
  ['0', '0.0'],
  ['-0', '0.0'],
  ['1', '1.0'],
  ['1.50', '1.5'],
  ['-12.25', '-12.25'],
  ['0.1', '0.1'],
  ['0.05', '5.0e-2'],
  ['0.012', '1.2e-2'],
  ['9999999', '9999999.0'],
  ['10000000', '1.0e7'],
  ['2147483648', '2.147483648e9'],
  ['1e400', '1.0e400'],
  ['9007199254740993', '9.007199254740993e15'],
])('%s is shown as %s', (text, shown) => {
  expect(scientific(text)).toBe(shown)
})
