import { namesRoot } from '../some-node.ts'
import { conditionText, conjuncts, withConjuncts } from './conjuncts.ts'
import type { BoolExp, JoinedRow, SelectField, SelectRows } from '../types.ts'

/**
 * Marks the related rows that filter and selection of a list share.
 *
 * @see docs/related-rows.md
 */
export function withJoinedRows(select: SelectRows): SelectRows {
  const { rows } = select
  if (select.shape !== 'many' || rows.source.kind !== 'table') return select
  const filter = rows.remaining ?? rows.permission
  const joined = conjuncts(filter).flatMap((condition): readonly JoinedRow[] => {
    if (!isSingle(condition)) return []
    const fields = select.fields.filter(field => isServedBy(field, condition)).map(({ key }) => key)
    return fields.length > 0 ? [{ condition, fields }] : []
  })
  if (joined.length === 0) return select
  const rest = conjuncts(filter).filter(
    condition => !joined.some(found => found.condition === condition),
  )
  return {
    ...select,
    rows: { ...rows, joined: { filter: withConjuncts(filter, rest), rows: joined } },
  }
}

function isSingle(condition: BoolExp): condition is JoinedRow['condition'] {
  return (
    condition.kind === 'exists'
    && condition.relation.isSingle === true
    && condition.permission === undefined
    && !namesRoot(condition)
  )
}

function isServedBy(
  field: SelectField,
  { relation: { source, mapping }, where }: JoinedRow['condition'],
): boolean {
  if (field.kind !== 'rows' || field.rows.shape !== 'one') return false
  const { rows } = field.rows
  const known = new Set(conjuncts(where).map(conditionText))
  return (
    source.kind === 'table'
    && rows.source.kind === 'table'
    && rows.where === undefined
    && source.table.schema === rows.source.table.schema
    && source.table.name === rows.source.table.name
    && mapping.length === rows.mapping.length
    && mapping.every(pair =>
      rows.mapping.some(
        own => own.local.name === pair.local.name && own.remote.name === pair.remote.name,
      ),
    )
    && conjuncts(rows.remaining ?? rows.permission).every(condition =>
      known.has(conditionText(condition)),
    )
  )
}
