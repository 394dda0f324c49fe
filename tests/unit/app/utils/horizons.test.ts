import { expect, test } from 'vitest'
import { currentPeriod, childHorizon } from '../../../../app/utils/horizons.ts'

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

test('a sub-goal is one step childHorizon, and a week stays a week', () => {
  expect((['yearly', 'quarterly', 'monthly', 'weekly'] as const).map(childHorizon)).toEqual([
    'quarterly',
    'monthly',
    'weekly',
    'weekly',
  ])
})
