import { expect, test } from 'vitest'
import {
  currentPeriod,
  latestPeriods,
  nextPeriod,
  periodName,
  periodOf,
} from '../../../../app/utils/periods.ts'

test('a horizon names the period that the day lies in', () => {
  expect(currentPeriod('weekly', '2026-11-20')).toEqual({
    name: 'Week 47',
    hint: '16 Nov – 22 Nov',
  })
  expect(currentPeriod('monthly', '2026-11-20')).toEqual({ name: 'November', hint: '10 days left' })
  expect(currentPeriod('quarterly', '2026-11-20')).toEqual({
    name: 'Q4 2026',
    hint: '41 days left',
  })
  expect(currentPeriod('yearly', '2026-11-20')).toEqual({ name: '2026', hint: '41 days left' })
})

test('the end of a period is said as it is', () => {
  expect(currentPeriod('monthly', '2028-02-28').hint).toBe('1 day left')
  expect(currentPeriod('yearly', '2026-12-31').hint).toBe('last day')
  expect(currentPeriod('weekly', '2026-12-31')).toEqual({
    name: 'Week 53',
    hint: '28 Dec – 3 Jan 2027',
  })
})

test.each([
  ['weekly', '2026-12-31', '2026-12-28', '2027-01-03', 'Week 53', 'Week 1'],
  ['monthly', '2028-02-15', '2028-02-01', '2028-02-29', 'February 2028', 'March 2028'],
  ['quarterly', '2026-11-26', '2026-10-01', '2026-12-31', 'Q4 2026', 'Q1 2027'],
  ['yearly', '2026-11-26', '2026-01-01', '2026-12-31', '2026', '2027'],
] as const)('the %s period of %s begins and ends with the calendar’s', (horizon, day, first, last, name, next) => {
  const period = periodOf(horizon, day)
  expect(period).toEqual({ horizon, first, last })
  expect(periodName(period)).toBe(name)
  expect(periodName(nextPeriod(period))).toBe(next)
})

test('the latest periods go back from that of today', () => {
  expect(latestPeriods('quarterly', '2026-02-03', 3).map(periodName)).toEqual(['Q1 2026', 'Q4 2025', 'Q3 2025'])
})
