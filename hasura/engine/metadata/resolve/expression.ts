import { displayName, type QualifiedName } from '../../catalog/types.ts'
import { isObject } from '../../json/json.ts'
import type { Json, PermissionExpression } from '../types.ts'
import { resolveComparisons } from './comparison.ts'
import { trackedTable, type TableDraft, type TableDrafts } from './draft.ts'
import { Unresolvable } from './report.ts'

/** Where an expression stands: the row at hand, and the row of the permission's own table. */
export interface ExpressionScope {
  readonly tables: TableDrafts
  readonly current: TableDraft
  readonly root: TableDraft
}

/**
 * A filter or check of metadata: `_and`, `_or`, `_not`, `_exists` (also with `$`), else fields of
 * the table. Keys of one object are ANDed.
 *
 * @throws Unresolvable when any part of it cannot be resolved; a permission must never be enforced
 *   in part
 */
export function resolveExpression(
  value: Json | undefined,
  scope: ExpressionScope,
): PermissionExpression {
  const operands = Object.entries(objectOf(value)).map(([key, operand]) =>
    resolveKey(key, operand, scope),
  )
  return operands.length === 1 && operands[0] ? operands[0] : { kind: 'and', operands }
}

function resolveKey(key: string, operand: Json, scope: ExpressionScope): PermissionExpression {
  switch (key) {
    case '_and':
    case '$and':
      return {
        kind: 'and',
        operands: listOf(key, operand).map(item => resolveExpression(item, scope)),
      }
    case '_or':
    case '$or':
      return {
        kind: 'or',
        operands: listOf(key, operand).map(item => resolveExpression(item, scope)),
      }
    case '_not':
    case '$not':
      return { kind: 'not', operand: resolveExpression(operand, scope) }
    case '_exists':
    case '$exists':
      return resolveExists(operand, scope)
    default:
      return resolveField(key, operand, scope)
  }
}

function resolveExists(operand: Json, scope: ExpressionScope): PermissionExpression {
  const { _table: table, _where: where } = objectOf(operand)
  const target = trackedTable(scope.tables, tableName(table))
  return {
    kind: 'exists',
    table: target.key,
    where: resolveExpression(where, { ...scope, current: target }),
  }
}

function resolveField(name: string, operand: Json, scope: ExpressionScope): PermissionExpression {
  const table = scope.current
  const column = table.columns.get(name)
  if (column) {
    const comparisons = resolveComparisons(operand, column, scope)
    return allOf(comparisons.map(comparison => ({ kind: 'column', column, comparison })))
  }
  const relationship = table.relationships.get(name)
  const target = relationship && scope.tables.get(relationship.target)
  if (target)
    return {
      kind: 'relationship',
      relationship,
      where: resolveExpression(operand, { ...scope, current: target }),
    }
  const field = table.computedFields.get(name)
  if (!field)
    throw new Unresolvable(`field "${name}" does not exist in table "${displayName(table.name)}"`)
  if (field.arguments.some(argument => argument.kind === 'user')) {
    throw new Unresolvable(
      `the computed field "${name}" takes arguments, so it cannot be used in a filter`,
    )
  }
  if (field.returns.kind === 'scalar') {
    const comparisons = resolveComparisons(
      operand,
      { name, type: field.returns.type, nullable: true },
      scope,
    )
    return allOf(comparisons.map(comparison => ({ kind: 'computedField', field, comparison })))
  }
  const returned = scope.tables.get(field.returns.table)
  if (!returned)
    throw new Unresolvable(
      `the computed field "${name}" returns rows of a table that is not tracked`,
    )
  return {
    kind: 'computedTable',
    field,
    where: resolveExpression(operand, { ...scope, current: returned }),
  }
}

function allOf(operands: readonly PermissionExpression[]): PermissionExpression {
  return operands.length === 1 && operands[0] ? operands[0] : { kind: 'and', operands }
}

function tableName(value: Json | undefined): QualifiedName {
  if (typeof value === 'string') return { schema: 'public', name: value }
  const { schema = 'public', name } = objectOf(value)
  if (typeof schema !== 'string' || typeof name !== 'string')
    throw new Unresolvable('"_exists" needs "_table" with a name')
  return { schema, name }
}

function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  if (isObject(value)) return value as Readonly<Record<string, Json>>
  throw new Unresolvable(`expected an object, but found ${JSON.stringify(value)}`)
}

function listOf(key: string, value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw new Unresolvable(`"${key}" needs a list`)
  return value
}
