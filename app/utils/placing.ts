/** The columns that say where a row stands among its siblings. */
export interface Placed {
  id: string
  position: number
}

/** The position that a row takes; `others` are rows next to it that take another, to make room. */
export interface Place {
  position: number
  others: readonly Placed[]
}

/** The position behind all of these. */
export function lastPosition(rows: readonly Placed[]): number {
  return rows.reduce((last, { position }) => Math.max(last, position), 0) + 1
}

/**
 * The position at a place among others: between its neighbours, or all are numbered anew when there
 * is no room between those.
 */
export function placeAt(row: Placed, others: readonly Placed[], place: number): Place {
  const before = others[place - 1]?.position
  const after = others[place]?.position
  const between = middle(before, after)
  if ((before ?? -Infinity) < between && between < (after ?? Infinity))
    return { position: between, others: [] }
  const all = [...others.slice(0, place), row, ...others.slice(place)]
  return {
    position: place + 1,
    others: all.flatMap(({ id, position }, index) =>
      id === row.id || position === index + 1 ? [] : [{ id, position: index + 1 }],
    ),
  }
}

function middle(before: number | undefined, after: number | undefined): number {
  if (before === undefined) return (after ?? 1) - 1
  return after === undefined ? before + 1 : (before + after) / 2
}
