import { conditionText, conjuncts, namesRoot, withConjuncts } from './conjuncts.ts'
import type { BoolExp, ColumnPair, RootField, RowSet, SelectAggregate, SelectField, SelectRows } from './types.ts'

/*
 * Note [Implied permissions]
 *
 * Tasks are often permitted through their goal: "a goal with this id exists that is mine". Below a goal that was itself
 * read under "is mine" and joined by that very id, the condition is already known to hold: the goal at hand is the one
 * that exists. Leaving it out saves a probe for every row. It must not be left out where the parent's rows were not
 * read from its table under its permission: rows made by a function, or returned by a mutation.
 */

/** Leaves out what the parent row's permission already says, in a root field and everything below. */
export function withoutImplied(field: RootField): RootField {
  switch (field.kind) {
    case 'rows': return { ...field, rows: simplifiedRows(field.rows) }
    case 'aggregate': return { ...field, aggregate: simplifiedAggregate(field.aggregate) }
    case 'namespace': return { ...field, fields: field.fields.map(withoutImplied) }
    case 'json': return field
  }
}

function simplifiedRows(select: SelectRows): SelectRows {
  return { ...select, fields: select.fields.map(field => simplifiedField(field, select.rows)) }
}

function simplifiedAggregate(select: SelectAggregate): SelectAggregate {
  return {
    ...select,
    parts: select.parts.map(part => part.kind === 'nodes' ? { ...part, fields: part.fields.map(field => simplifiedField(field, select.rows)) } : part),
  }
}

function simplifiedField(field: SelectField, parent: RowSet): SelectField {
  switch (field.kind) {
    case 'rows': return { ...field, rows: simplifiedRows({ ...field.rows, rows: belowParent(field.rows.rows, parent) }) }
    case 'aggregate': return { ...field, aggregate: simplifiedAggregate({ ...field.aggregate, rows: belowParent(field.aggregate.rows, parent) }) }
    default: return field
  }
}

/** The child's rows, whose own full permission still counts for their children. */
function belowParent(child: RowSet, parent: RowSet): RowSet {
  if (parent.source.kind !== 'table' || child.source.kind !== 'table') return child
  const known = new Set(conjuncts(parent.permission).map(conditionText))
  const needed = conjuncts(child.permission)
  const left = needed.filter(condition => !isImplied(condition, child, parent, known))
  return left.length === needed.length ? child : { ...child, remaining: withConjuncts(child.permission, left) }
}

function isImplied(condition: BoolExp, child: RowSet, parent: RowSet, known: ReadonlySet<string>): boolean {
  if (condition.kind !== 'exists' || condition.permission !== undefined || namesRoot(condition)) return false
  const { source, mapping } = condition.relation
  if (source.kind !== 'table' || parent.source.kind !== 'table') return false
  return source.table.schema === parent.source.table.schema && source.table.name === parent.source.table.name
    && mapping.length > 0 && mapping.every(pair => isJoinedBy(child.mapping, pair))
    && conjuncts(condition.where).every(inner => known.has(conditionText(inner)))
}

/** Whether the child is joined to its parent by the inverse of this pair. */
function isJoinedBy(mapping: readonly ColumnPair[], { local, remote }: ColumnPair): boolean {
  return mapping.some(pair => pair.local.name === remote.name && pair.remote.name === local.name)
}
