import { expect, test } from 'vitest'
import { numberText, parseJson } from '../../../json/json.ts'

test.each(['9007199254740993', '1.10', '123456789012345678901234567890.5', '-1e400', '5', '0.1'])(
  'keeps the digits of %s',
  (digits) => {
    const { n } = parseJson(`{"n": ${digits}, "pad": 1234567890123456}`) as { n: never }
    expect(numberText(n)).toBe(digits)
  },
)

test('keeps them inside values that are printed again', () => {
  expect(JSON.stringify(parseJson('{"a":[12345678901234567890]}'))).toBe(
    '{"a":[12345678901234567890]}',
  )
})
