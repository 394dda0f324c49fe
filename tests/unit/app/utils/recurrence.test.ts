import { describe, expect, test } from 'vitest'
import {
  formText,
  newForm,
  recurrenceError,
  recurrenceOf,
  recurrenceSentence,
  recurrenceText,
  type Recurrence,
} from '../../../../app/utils/recurrence.ts'

const today = '2026-11-26'

test.each<[string, Recurrence]>([
  ['Every day', { every: 1, unit: 'day' }],
  ['Every 3 days after it is done', { every: 3, unit: 'day', from: 'completion' }],
  ['Every week', { every: 1, unit: 'week' }],
  ['Every 2 weeks on Monday, Wednesday and Friday', { every: 2, unit: 'week', weekdays: [1, 3, 5] }],
  ['Every month on day 31, until 31 Dec', { every: 1, unit: 'month', day: 31, until: '2026-12-31' }],
  ['Every month on the last Friday', { every: 1, unit: 'month', weekday: 5, nth: -1 }],
  ['Every 3 months on the first Monday', { every: 3, unit: 'month', weekday: 1, nth: 1 }],
  ['Every year, 10 more times', { every: 1, unit: 'year', times: 10 }],
  ['Every year, once more', { every: 1, unit: 'year', times: 1 }],
])('%s', (sentence, rule) => {
  const text = recurrenceText(rule)
  expect(recurrenceSentence(text, today)).toBe(sentence)
  expect(recurrenceOf(text)).toEqual(rule)
  expect(recurrenceError(text)).toBeUndefined()
})

test('a task that does not recur has no text', () => {
  expect(recurrenceText(null)).toBe('')
  expect(recurrenceOf('')).toBeNull()
  expect(recurrenceSentence('', today)).toBe('Does not repeat')
})

test('the same rule gives the same text, whatever the order of its keys and weekdays', () => {
  expect(recurrenceText({ unit: 'week', weekdays: [5, 1], every: 1 })).toBe(
    recurrenceText({ every: 1, unit: 'week', weekdays: [1, 5] }),
  )
})

test('what another unit asks for is kept in the form and not sent', () => {
  const form = { ...newForm('week'), weekdays: '1', on: 'day' as const, day: '99' }
  expect(recurrenceOf(formText(form))).toEqual({ every: 1, unit: 'week', weekdays: [1] })
  expect(recurrenceError(formText(form))).toBeUndefined()
})

describe('a mistake is named', () => {
  test.each([
    [{ every: '0' }, 'Repeat it every 1 to 1,200 months.'],
    [{ every: '1201' }, 'Repeat it every 1 to 1,200 months.'],
    [{ every: '' }, 'Repeat it every 1 to 1,200 months.'],
    [{ on: 'day', day: '32' }, 'Write a day of the month from 1 to 31.'],
    [{ ends: 'until', until: '' }, 'Say on which day it ends.'],
    [{ every: '12', ends: 'times', times: '101' }, 'Repeat it 1 to 100 more times: it ends within a hundred years.'],
  ] as const)('%j', (part, message) => {
    expect(recurrenceError(formText({ ...newForm('month'), ...part }))).toBe(message)
  })
})
