import { addDays, daysBetween, isoWeek, isoWeekday, monthOf, shortDay, type Day } from './days'
import type { Horizon } from './horizons'

/** A week from Monday, a month, a quarter or a year. */
export interface Period {
  horizon: Horizon
  first: Day
  last: Day
}

/** The period of a horizon that a day lies in. */
export function periodOf(horizon: Horizon, day: Day): Period {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  switch (horizon) {
    case 'weekly': {
      const first = addDays(day, 1 - isoWeekday(day))
      return { horizon, first, last: addDays(first, 6) }
    }
    case 'monthly':
      return { horizon, first: firstOfMonth(year, month), last: lastOfMonth(year, month) }
    case 'quarterly': {
      const end = quarter(day) * 3
      return { horizon, first: firstOfMonth(year, end - 2), last: lastOfMonth(year, end) }
    }
    case 'yearly':
      return { horizon, first: firstOfMonth(year, 1), last: lastOfMonth(year, 12) }
  }
}

/** The period that follows. */
export function nextPeriod({ horizon, last }: Period): Period {
  return periodOf(horizon, addDays(last, 1))
}

/** The period that `today` lies in and those before it, the latest first. */
export function latestPeriods(horizon: Horizon, today: Day, amount: number): Period[] {
  const periods = [periodOf(horizon, today)]
  while (periods.length < amount)
    periods.push(periodOf(horizon, addDays(periods.at(-1)!.first, -1)))
  return periods
}

/** `Week 47`, `November 2026`, `Q4 2026`, `2026`. */
export function periodName({ horizon, first }: Period): string {
  const year = first.slice(0, 4)
  switch (horizon) {
    case 'weekly':
      return `Week ${isoWeek(first)}`
    case 'monthly':
      return `${monthOf(first)} ${year}`
    case 'quarterly':
      return `Q${quarter(first)} ${year}`
    case 'yearly':
      return year
  }
}

/** The days of a period: `16 Nov – 22 Nov`. */
export function periodDays({ first, last }: Period, today: Day): string {
  return `${shortDay(first, today)} – ${shortDay(last, today)}`
}

/**
 * The period of a horizon that `today` lies in: a name (`November`) and a hint (`10 days left`).
 */
export function currentPeriod(horizon: Horizon, today: Day): { name: string, hint: string } {
  const period = periodOf(horizon, today)
  const name = horizon === 'monthly' ? monthOf(today) : periodName(period)
  if (horizon === 'weekly') return { name, hint: periodDays(period, today) }
  const left = daysBetween(today, period.last)
  return { name, hint: left === 0 ? 'last day' : left === 1 ? '1 day left' : `${left} days left` }
}

function quarter(day: Day): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3)
}

function firstOfMonth(year: number, month: number): Day {
  return addDays(lastOfMonth(year, month - 1), 1)
}

function lastOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}
