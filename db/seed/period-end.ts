import type { GoalHorizon } from '#shared/enums.ts'

/**
 * The last day of the year, quarter, month or week (Monday to Sunday) that `today` is in, as
 * `YYYY-MM-DD` in UTC.
 */
export function periodEnd(horizon: GoalHorizon, today: Date): string {
  const year = today.getUTCFullYear()
  const month = today.getUTCMonth()
  const day = today.getUTCDate()
  const daysToSunday = (7 - today.getUTCDay()) % 7
  const end = {
    yearly: () => Date.UTC(year, 12, 0),
    quarterly: () => Date.UTC(year, month - (month % 3) + 3, 0),
    monthly: () => Date.UTC(year, month + 1, 0),
    weekly: () => Date.UTC(year, month, day + daysToSunday),
  }[horizon]()
  return new Date(end).toISOString().slice(0, 10)
}
