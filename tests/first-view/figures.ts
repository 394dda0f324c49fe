/** What one measurement gave, by its name. */
export type Figures = Record<string, number>

/** The least value that the given part (0 to 1) of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN
}

/** A line a figure: least, median and greatest of each side. */
export function printed(sides: readonly (readonly Figures[])[]): string {
  const names = Object.keys(sides[0]?.[0] ?? {})
  return names
    .map((name) => {
      const columns = sides.map(rounds => range(rounds.map(figures => figures[name] ?? NaN)))
      return [name.padEnd(28), ...columns.map(column => column.padEnd(28))].join('').trimEnd()
    })
    .join('\n')
}

function range(values: readonly number[]): string {
  const [least, middle, most] = [0, 0.5, 1].map(part => quantile(values, part).toFixed(1))
  return `${least} – ${middle} – ${most}`
}
