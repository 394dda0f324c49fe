import { goalHorizons, type GoalHorizon as Horizon } from '#shared/enums.ts'
import { addDays, isoWeek, isoWeekday, monthOf, shortDay, type Day } from './days'

export type { Horizon }

/**
 * A horizon's names and its colour throughout the pages (a custom property of the
 * theme).
 */
export interface HorizonFacts {
  label: string
  noun: string
  color: string
}

/** The horizons from near to far. */
export const horizons: readonly Horizon[] = goalHorizons.toReversed()

/** {@link HorizonFacts} of each horizon. */
export const horizonFacts: Record<Horizon, HorizonFacts> = {
  weekly: { label: 'Week', noun: 'weekly goal', color: 'var(--horizon-weekly)' },
  monthly: { label: 'Month', noun: 'monthly goal', color: 'var(--horizon-monthly)' },
  quarterly: { label: 'Quarter', noun: 'quarterly goal', color: 'var(--horizon-quarterly)' },
  yearly: { label: 'Year', noun: 'yearly goal', color: 'var(--horizon-yearly)' },
}

/**
 * The period of a horizon that `today` lies in: a name (`November`) and a hint (`10 days left`).
 */
export function currentPeriod(horizon: Horizon, today: Day): { name: string, hint: string } {
  const last = lastDay(horizon, today)
  const left = Math.round((Date.parse(last) - Date.parse(today)) / 86_400_000)
  const hint = left === 0 ? 'last day' : left === 1 ? '1 day left' : `${left} days left`
  switch (horizon) {
    case 'weekly':
      return {
        name: `Week ${isoWeek(today)}`,
        hint: `${shortDay(addDays(last, -6), today)} – ${shortDay(last, today)}`,
      }
    case 'monthly':
      return { name: monthOf(today), hint }
    case 'quarterly':
      return { name: `Q${quarter(today)} ${today.slice(0, 4)}`, hint }
    case 'yearly':
      return { name: today.slice(0, 4), hint }
  }
}

/** The last day of the period of a horizon that `today` lies in: weeks end on Sunday. */
function lastDay(horizon: Horizon, today: Day): Day {
  const year = Number(today.slice(0, 4))
  switch (horizon) {
    case 'weekly':
      return addDays(today, 7 - isoWeekday(today))
    case 'monthly':
      return lastOfMonth(year, Number(today.slice(5, 7)))
    case 'quarterly':
      return lastOfMonth(year, quarter(today) * 3)
    case 'yearly':
      return lastOfMonth(year, 12)
  }
}

/** The next nearer horizon: what a sub-goal of this one most likely is. */
export function childHorizon(horizon: Horizon): Horizon {
  return horizons[Math.max(0, horizons.indexOf(horizon) - 1)] ?? 'weekly'
}

function quarter(day: Day): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3)
}

function lastOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
