import { expect, test } from 'vitest'
import { periodEnd } from '../../../../db/seed/period-end.ts'

test.each([
  ['yearly', '2026-05-17', '2026-12-31'],
  ['quarterly', '2026-01-01', '2026-03-31'],
  ['quarterly', '2026-12-31', '2026-12-31'],
  ['monthly', '2028-02-10', '2028-02-29'],
  ['weekly', '2026-11-16', '2026-11-22'],
  ['weekly', '2026-11-22', '2026-11-22'],
  ['weekly', '2026-12-30', '2027-01-03'],
] as const)('the %s period of %s ends on %s', (horizon, today, end) => {
  expect(periodEnd(horizon, new Date(`${today}T23:59:59Z`))).toBe(end)
})
