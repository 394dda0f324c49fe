import { describe, expect, test } from 'vitest'
import {
  addDays,
  dayIn,
  dayAgo,
  dayInWords,
  hourIn,
  isDay,
  isoWeek,
  isoWeekday,
  longDay,
  monthOf,
  shortDay,
  urgencyOf,
} from '../../../../app/utils/days.ts'

describe('the day it is', () => {
  test.each([
    ['Pacific/Kiritimati', '2026-11-20T10:00:00Z', '2026-11-21'],
    ['Pacific/Pago_Pago', '2026-11-20T10:00:00Z', '2026-11-19'],
    ['Europe/Stockholm', '2026-11-20T23:30:00Z', '2026-11-21'],
    ['UTC', '2026-11-20T23:30:00Z', '2026-11-20'],
    ['Asia/Kathmandu', '2026-11-20T18:15:00Z', '2026-11-21'],
    ['No/Such_Place', '2026-11-20T23:30:00Z', '2026-11-20'],
  ])('in %s at %s is %s', (zone, now, day) => {
    expect(dayIn(zone, new Date(now))).toBe(day)
  })

  test('stays one day over both edges of daylight saving', () => {
    for (const now of ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T21:59:59Z'])
      expect(dayIn('Europe/Stockholm', new Date(now))).toBe('2026-03-29')
    for (const now of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z'])
      expect(dayIn('Europe/Stockholm', new Date(now))).toBe('2026-10-25')
  })

  test('has its hour, midnight being 0', () => {
    expect(hourIn('Europe/Stockholm', new Date('2026-11-20T23:05:00Z'))).toBe(0)
    expect(hourIn('UTC', new Date('2026-11-20T23:05:00Z'))).toBe(23)
  })
})

test('days are added over ends of months, leap years and daylight saving', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-30', -2)).toBe('2026-03-28')
})

describe('a day in words', () => {
  test.each([
    ['2026-11-20', 'Today'],
    ['2026-11-21', 'Tomorrow'],
    ['2026-11-19', 'Yesterday'],
    ['2026-11-26', 'Thursday'],
    ['2026-11-27', '27 Nov'],
    ['2026-11-18', '2 days late'],
    ['2026-10-21', '30 days late'],
    ['2026-10-20', '20 Oct'],
    ['2027-01-05', '5 Jan 2027'],
  ])('%s is %s', (day, words) => {
    expect(dayInWords(day, '2026-11-20')).toBe(words)
  })

  test.each([
    ['2026-11-20', 'today'],
    ['2026-11-19', 'yesterday'],
    ['2026-11-18', '2 days ago'],
    ['2026-10-21', '30 days ago'],
    ['2026-10-20', '20 Oct'],
  ])('what was on %s was %s', (day, words) => {
    expect(dayAgo(day, '2026-11-20')).toBe(words)
  })

  test('long and short', () => {
    expect(longDay('2026-11-20')).toBe('Friday 20 November')
    expect(shortDay('2025-01-02', '2026-11-20')).toBe('2 Jan 2025')
    expect(monthOf('2026-11-30')).toBe('November')
  })
})

test('urgency grows as the day comes near', () => {
  expect(
    ['2026-11-19', '2026-11-20', '2026-11-27', '2026-11-28'].map(day =>
      urgencyOf(day, '2026-11-20'),
    ),
  ).toEqual(['late', 'today', 'soon', 'later'])
})

test('weeks are numbered as in ISO 8601', () => {
  expect(
    ['2026-01-01', '2025-12-29', '2027-01-03', '2026-11-20', '2024-12-30'].map(isoWeek),
  ).toEqual([1, 1, 53, 47, 1])
  expect(['2026-11-16', '2026-11-22'].map(isoWeekday)).toEqual([1, 7])
})

test('only days that exist are days', () => {
  expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true)
  expect(['2026-02-29', '2026-02-30', '2026-13-01', '2026-1-1', '', 'today'].some(isDay)).toBe(
    false,
  )
})
