import { nameKey, type QualifiedName } from '../../catalog/types.ts'
import type { ResolvedSource } from '../../metadata/types.ts'
import { namesRoot } from '../some-node.ts'
import { columnRef } from '../read/columns.ts'
import { startsFromSession } from '../read/session-start.ts'
import type { BoolExp } from '../types.ts'

/**
 * A row filter whose ORs are compiled as unions where that pays. Not for checks.
 *
 * @see docs/or-as-union.md
 */
export function withUnions(
  condition: BoolExp,
  table: QualifiedName,
  source: ResolvedSource,
): BoolExp {
  switch (condition.kind) {
    case 'and':
      return {
        ...condition,
        operands: condition.operands.map(operand => withUnions(operand, table, source)),
      }
    case 'permission':
      return { ...condition, operand: withUnions(condition.operand, table, source) }
    case 'exists': {
      const { relation } = condition
      return relation.source.kind === 'table'
        ? { ...condition, where: withUnions(condition.where, relation.source.table, source) }
        : condition
    }
    case 'or':
      return unionOf(condition, table, source) ?? condition
    default:
      return condition
  }
}

function unionOf(
  condition: Extract<BoolExp, { kind: 'or' }>,
  table: QualifiedName,
  source: ResolvedSource,
): BoolExp | undefined {
  const resolved = source.tables.get(nameKey(table))
  if (!resolved?.primaryKey || resolved.catalog.kind !== 'table') return undefined
  const arms = condition.operands
    .flatMap(arm => (arm.kind === 'or' ? arm.operands : [arm]))
    .map(arm => withUnions(arm, table, source))
  const pays =
    arms.every(arm => startsFromSession(arm) && !namesRoot(arm))
    && arms.some(arm => arm.kind !== 'compare')
  return pays
    ? {
        kind: 'union',
        source: { kind: 'table', table },
        key: resolved.primaryKey.map(name => columnRef(resolved, name)),
        operands: arms,
      }
    : undefined
}
