import { expect, test } from 'vitest'
import { childHorizon } from '../../../../app/utils/horizons.ts'

test('a sub-goal is one step childHorizon, and a week stays a week', () => {
  expect((['yearly', 'quarterly', 'monthly', 'weekly'] as const).map(childHorizon)).toEqual([
    'quarterly',
    'monthly',
    'weekly',
    'weekly',
  ])
})
