import type { JoinedRow, RowSet } from '../plan/types.ts'
import type { SqlJoin, SqlSelect } from '../sql/types.ts'
import { booleanExpression } from './bool-exp.ts'
import { joinCondition, sourceFrom } from './source.ts'
import { scopeOf, type TranslateContext } from './context.ts'
import { both } from './sql.ts'

/** Related rows that a list joins; see docs/related-rows.md. */
export interface JoinedRows {
  /** The rows, without the conditions that the joins ask. */
  readonly rows: RowSet
  /** Alias of the related row by the key of each field that is read from it. */
  readonly aliases: ReadonlyMap<string, string>
  /** Adds the joins to the query of the rows. */
  readonly join: (query: SqlSelect) => SqlSelect
}

/** Prepares the joins of a row set; none where its filter is evaluated elsewhere. */
export function joinedRows(rows: RowSet, context: TranslateContext): JoinedRows {
  if (!rows.joined || rows.shared !== undefined)
    return { rows, aliases: new Map(), join: query => query }
  const found = rows.joined.rows.map(row => ({ row, alias: context.alias() }))
  return {
    rows: { ...rows, remaining: rows.joined.filter },
    aliases: new Map(found.flatMap(({ row, alias }) => row.fields.map(key => [key, alias]))),
    join: query =>
      found.reduce((result, { row, alias }) => withJoin(result, row, alias, context), query),
  }
}

function withJoin(
  query: SqlSelect,
  { condition: { relation, where } }: JoinedRow,
  alias: string,
  context: TranslateContext,
): SqlSelect {
  const base = query.from?.alias ?? ''
  const on = joinCondition(relation.mapping, base, alias, context)
  const join: SqlJoin = {
    type: 'inner',
    lateral: false,
    from: sourceFrom(relation.source, alias, base),
    ...(on && { on }),
  }
  const condition = both(query.where, {
    kind: 'permission',
    of: booleanExpression(where, { ...scopeOf(alias), constants: 'text' }, context),
  })
  return { ...query, joins: [...(query.joins ?? []), join], ...(condition && { where: condition }) }
}
