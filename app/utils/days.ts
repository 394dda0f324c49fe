/** A calendar day as PostgreSQL writes a `date`: `YYYY-MM-DD`. It has no time zone. */
export type Day = string

/** The day it is at `now` in an IANA time zone; an unknown zone counts as UTC. */
export function dayIn(timeZone: string, now: Date): Day {
  return clockOf(timeZone).day.format(now)
}

/** The hour (0 to 23) at `now` in an IANA time zone; an unknown zone counts as UTC. */
export function hourIn(timeZone: string, now: Date): number {
  return Number(clockOf(timeZone).hour.format(now))
}

/** `day` moved by whole days, over month ends and leap years. */
export function addDays(day: Day, days: number): Day {
  const date = utc(day)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000)
}

/** `27 Nov`, with the year when it is not that of `today`. */
export function shortDay(day: Day, today: Day): string {
  return format(day, day.slice(0, 4) === today.slice(0, 4) ? 'short' : 'dated')
}

/** `Friday 20 November`. */
export function longDay(day: Day): string {
  return format(day, 'long').replace(',', '')
}

/** `November`. */
export function monthOf(day: Day): string {
  return format(day, 'month')
}

/** When something was, as seen from `today`, within a sentence: `today`, `2 days ago`, `27 Nov`. */
export function dayAgo(day: Day, today: Day): string {
  const days = daysBetween(day, today)
  if (days === 0) return 'today'
  if (days === 1) return 'yesterday'
  return days > 1 && days <= 30 ? `${days} days ago` : shortDay(day, today)
}

/** When something is due, as seen from `today`: `Today`, `Tomorrow`, `Sunday`, `2 days late`, `27 Nov`. */
export function dayInWords(day: Day, today: Day): string {
  const distance = daysBetween(today, day)
  if (distance === 0) return 'Today'
  if (distance === 1) return 'Tomorrow'
  if (distance === -1) return 'Yesterday'
  if (distance < 0 && distance >= -30) return `${-distance} days late`
  if (distance > 1 && distance < 7) return format(day, 'weekday')
  return shortDay(day, today)
}

/** How pressing a day is, as seen from `today`. */
export type Urgency = 'late' | 'today' | 'soon' | 'later'

/** The {@link Urgency} of a day: `soon` is within seven days. */
export function urgencyOf(day: Day, today: Day): Urgency {
  const distance = daysBetween(today, day)
  if (distance < 0) return 'late'
  if (distance === 0) return 'today'
  return distance <= 7 ? 'soon' : 'later'
}

/** The ISO 8601 week number of a day. */
export function isoWeek(day: Day): number {
  const thursday = addDays(day, 4 - isoWeekday(day))
  return Math.ceil((daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) + 1) / 7)
}

/** Monday is 1, Sunday is 7. */
export function isoWeekday(day: Day): number {
  return utc(day).getUTCDay() || 7
}

/** True when the text is a day that exists: `2026-02-30` is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = utc(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** How days are written. */
const styles = {
  short: { day: 'numeric', month: 'short' },
  dated: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  weekday: { weekday: 'long' },
  month: { month: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

type Style = keyof typeof styles

// A formatter takes a hundred times as long to make as to use.
const writers: Partial<Record<Style, Intl.DateTimeFormat>> = {}

function format(day: Day, style: Style): string {
  writers[style] ??= new Intl.DateTimeFormat('en-GB', { ...styles[style], timeZone: 'UTC' })
  return writers[style].format(utc(day))
}

function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`)
}

/** Reads a point in time as people in one zone do. */
interface Clock {
  day: Intl.DateTimeFormat
  hour: Intl.DateTimeFormat
}

/** So many zones are kept: clients say which, and spell them as they like. */
const maxClocks = 100

const clocks = new Map<string, Clock>()

/** An unknown zone counts as UTC. */
function clockOf(timeZone: string): Clock {
  const kept = clocks.get(timeZone)
  if (kept) return kept
  const clock = makeClock(timeZone)
  if (!clock) return clockOf('UTC')
  if (clocks.size >= maxClocks) clocks.clear()
  clocks.set(timeZone, clock)
  return clock
}

function makeClock(timeZone: string): Clock | undefined {
  try {
    return {
      day: new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
      }),
      hour: new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
    }
  }
  catch {
    return undefined
  }
}
