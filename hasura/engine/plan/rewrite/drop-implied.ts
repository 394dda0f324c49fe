import { namesRoot } from '../some-node.ts'
import { conditionText, conjuncts, withConjuncts } from './conjuncts.ts'
import type { BoolExp, ColumnPair, RowSet } from '../types.ts'

/**
 * The child's rows without what the parent row's permission already says; their own full permission
 * still counts for their children.
 *
 * @see docs/implied-permissions.md
 */
export function belowParent(child: RowSet, parent: RowSet): RowSet {
  if (parent.source.kind !== 'table' || child.source.kind !== 'table') return child
  const known = new Set(conjuncts(parent.permission).map(conditionText))
  const needed = conjuncts(child.permission)
  const left = needed.filter(condition => !isImplied(condition, child, parent, known))
  return left.length === needed.length
    ? child
    : { ...child, remaining: withConjuncts(child.permission, left) }
}

function isImplied(
  condition: BoolExp,
  child: RowSet,
  parent: RowSet,
  known: ReadonlySet<string>,
): boolean {
  if (condition.kind !== 'exists' || condition.permission !== undefined || namesRoot(condition))
    return false
  const { source, mapping } = condition.relation
  if (source.kind !== 'table' || parent.source.kind !== 'table') return false
  return (
    source.table.schema === parent.source.table.schema
    && source.table.name === parent.source.table.name
    && mapping.length > 0
    && mapping.every(pair => isJoinedBy(child.mapping, pair))
    && conjuncts(condition.where).every(inner => known.has(conditionText(inner)))
  )
}

/** Whether the child is joined to its parent by the inverse of this pair. */
function isJoinedBy(mapping: readonly ColumnPair[], { local, remote }: ColumnPair): boolean {
  return mapping.some(pair => pair.local.name === remote.name && pair.remote.name === local.name)
}
