import { daysBetween, type Day } from './days'

/** A place in a chart, each from 0 to 1: from the first day to the last, and from 0 to 100 per cent. */
export interface ChartPoint {
  across: number
  up: number
}

/** What a chart of progress shows: the days from `first` to `last`, and how far the goal is `now`. */
export interface ChartSpan {
  first: Day
  last: Day
  now: number
}

/**
 * The corners of a line of steps through days on which progress changed: it stays where it was until
 * the next one. What was before the first day is where the line begins.
 *
 * @param days oldest first; at most one before the first day of the span
 */
export function stepCorners(
  days: { day: Day, progress: number }[],
  { first, last, now }: ChartSpan,
): ChartPoint[] {
  const length = Math.max(1, daysBetween(first, last))
  const corners: ChartPoint[] = []
  for (const { day, progress } of [...days, { day: last, progress: now }]) {
    const across = Math.min(1, Math.max(0, daysBetween(first, day) / length))
    const before = corners.at(-1)
    if (before) corners.push({ across, up: before.up })
    corners.push({ across, up: progress / 100 })
  }
  return corners
}

/** The line as the data of an SVG path, `width` by `height`. */
export function pathThrough(corners: ChartPoint[], width: number, height: number): string {
  const rounded = (length: number) => Math.round(length * 100) / 100
  const places = corners.map(
    ({ across, up }) => `${rounded(across * width)} ${rounded((1 - up) * height)}`,
  )
  return places.length ? `M${places.join('L')}` : ''
}
