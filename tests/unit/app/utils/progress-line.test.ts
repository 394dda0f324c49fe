import { expect, test } from 'vitest'
import { pathThrough, stepCorners } from '../../../../app/utils/progress-line.ts'

const span = { first: '2026-11-01', last: '2026-11-11', now: 80 }

test('progress stays where it was until the day on which it changed', () => {
  const days = [
    { day: '2026-11-03', progress: 20 },
    { day: '2026-11-06', progress: 50 },
  ]
  expect(stepCorners(days, span)).toEqual([
    { across: 0.2, up: 0.2 },
    { across: 0.5, up: 0.2 },
    { across: 0.5, up: 0.5 },
    { across: 1, up: 0.5 },
    { across: 1, up: 0.8 },
  ])
})

test('what was before the first day, or is after the last by another time zone, is at the edge', () => {
  const days = [
    { day: '2026-07-01', progress: 10 },
    { day: '2026-11-12', progress: 80 },
  ]
  expect(stepCorners(days, span).map(({ across }) => across)).toEqual([0, 1, 1, 1, 1])
})

test('a path goes from the upper left', () => {
  expect(pathThrough([{ across: 0, up: 0 }, { across: 1, up: 0.75 }], 90, 40)).toBe('M0 40L90 10')
})
