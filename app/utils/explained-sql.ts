/**
 * A statement that a query becomes. `permission`: ranges `[start, end)` of `sql` that the role's
 * permissions put there; none where that is not known.
 */
export interface ExplainedStatement {
  field: string
  sql: string
  plan: string[]
  permission: [number, number][]
}

/** A piece of SQL, and whether it is a permission's. */
export interface SqlPart {
  text: string
  isPermission: boolean
}

/**
 * Cuts a statement at the borders of its permissions, and breaks its lines before the larger
 * clauses.
 */
export function sqlParts({
  sql,
  permission,
}: Pick<ExplainedStatement, 'sql' | 'permission'>): SqlPart[] {
  const lines = sql.replace(/ (?=(?:FROM|WHERE|ORDER BY|LIMIT|AND EXISTS)\b)/g, '\n')
  const parts: SqlPart[] = []
  let at = 0
  for (const [start, end] of permission.toSorted(([a], [b]) => a - b)) {
    if (end <= at) continue
    if (start > at) parts.push({ text: lines.slice(at, start), isPermission: false })
    parts.push({ text: lines.slice(Math.max(start, at), end), isPermission: true })
    at = end
  }
  return at < lines.length ? [...parts, { text: lines.slice(at), isPermission: false }] : parts
}
