import { expect, test } from 'vitest'
import { metricNameError, metricsOf, metricText, metricValue } from '../../../../app/utils/metrics.ts'

test.each([
  ['42', 42],
  ['2,5', 2.5],
  ['12 kg', '12 kg'],
  [' calm ', 'calm'],
  ['', ''],
  ['true', true],
  ['[1,2]', [1, 2]],
  ['[not json]', '[not json]'],
])('%j says %j', (text, value) => {
  expect(metricValue(text)).toEqual(value)
})

test('what is shown says the same value again', () => {
  for (const value of [42, 0.5, 'a text', true, null, [1], { a: 1 }])
    expect(metricValue(metricText(value))).toEqual(value)
})

test('metrics are in the order of their names; what is no object has none', () => {
  expect(metricsOf({ b: 2, a: 'x' })).toEqual([{ name: 'a', text: 'x' }, { name: 'b', text: '2' }])
  expect([null, [1], 'a'].map(metricsOf)).toEqual([[], [], []])
})

test('a name must be there, short and new', () => {
  expect(metricNameError(' ', {})).toBe('Give it a name.')
  expect(metricNameError('a'.repeat(101), {})).toBe('Shorten the name to 100 characters.')
  expect(metricNameError('a ', { a: 1 })).toBe('There is a metric of this name already.')
  expect(metricNameError('toString', {})).toBeUndefined()
})
