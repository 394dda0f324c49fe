import { describe, expect, test } from 'vitest'
import { shownProgress, wholePercent } from '../../../../app/utils/progress.ts'

describe('a goal shows', () => {
  test.each([
    ['what a person said', 'active', null, 40],
    ['what a person said, also once it was worked out', 'active', { progress: 30, parts: 0 }, 40],
    ['the mean of its parts', 'active', { progress: 66.67, parts: 3 }, 67],
    ['100 % when it is completed', 'completed', { progress: 20, parts: 3 }, 100],
    ['no mean of its parts that is rounded up to 100 %', 'on_hold', { progress: 99.6, parts: 3 }, 99],
  ] as const)('%s', (_what, status, figures, shown) => {
    expect(shownProgress({ status, manual_progress: 40, figures })).toBe(shown)
  })
})

test.each([
  [0, 0],
  [0.49, 0],
  [0.5, 1],
  [99.99, 99],
  [100, 100],
])('%d per cent are shown as %d', (progress, shown) => {
  expect(wholePercent(progress)).toBe(shown)
})
