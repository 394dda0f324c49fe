import { expect, test } from 'vitest'
import { maxDecimals, ranges } from '#shared/limits.ts'
import { numberError, numberOf, numberText, requiredNumberError } from '../../../../app/utils/number-input.ts'

test.each([
  ['2', 2],
  [' 2.5 ', 2.5],
  ['2,5', 2.5],
  ['-3', -3],
  ['\u22123', -3],
  ['.5', 0.5],
  ['', undefined],
  ['two', undefined],
  ['1e9', undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['1.2.3', undefined],
])('%j is %j', (text, value) => {
  expect(numberOf(text)).toBe(value)
})

test.each([
  [null, ''],
  [2.5, '2.5'],
  [1e15, '1000000000000000'],
  [0.000001, '0.000001'],
  [-12345.6, '-12345.6'],
])('%j is shown as %j', (value, text) => {
  expect(numberText(value)).toBe(text)
})

test('a mistake is named', () => {
  const hours = { range: ranges.hours, decimals: maxDecimals.hours }
  const weight = { range: ranges.weight, decimals: 0 }
  expect(numberError('', hours)).toBeUndefined()
  expect(numberError('2,25', hours)).toBeUndefined()
  expect(numberError('2.255', hours)).toBe('Write at most 2 decimals.')
  expect(numberError('-1', hours)).toBe('Write a number from 0 to 100,000.')
  expect(numberError('1 h', hours)).toBe('Write a number, such as 2 or 2.5.')
  expect(requiredNumberError('', weight)).toBe('Write a number.')
  expect(requiredNumberError('1.5', weight)).toBe('Write a whole number.')
})
