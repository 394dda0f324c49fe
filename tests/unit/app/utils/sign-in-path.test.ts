import { expect, test } from 'vitest'
import { signInPath } from '../../../../app/utils/sign-in-path.ts'

test.each([
  ['/goals?horizon=weekly#a', '/auth/login?returnTo=%2Fgoals%3Fhorizon%3Dweekly%23a'],
  [`/goals?q=${'x'.repeat(2000)}`, '/auth/login?returnTo=%2Fgoals'],
])('%s', (page, path) => {
  expect(signInPath(page)).toBe(path)
})
