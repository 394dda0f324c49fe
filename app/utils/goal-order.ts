/** The columns that order goals and tasks. */
export interface Ordered {
  id: string
  position: number
  created_at: string
  target_date?: string | null
  due_date?: string | null
}

/** Nearest date first, those without a date last, then by position, then newest first. */
export function byDue(a: Ordered, b: Ordered): number {
  return (
    compareDays(dateOf(a), dateOf(b))
    || a.position - b.position
    || b.created_at.localeCompare(a.created_at)
    || a.id.localeCompare(b.id)
  )
}

/** By position, then oldest first: the order in which sub-goals and tasks were written down. */
export function byPosition(a: Ordered, b: Ordered): number {
  return (
    a.position - b.position || a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id)
  )
}

function dateOf(row: Ordered): string | null {
  return row.target_date ?? row.due_date ?? null
}

function compareDays(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}
