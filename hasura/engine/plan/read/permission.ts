import type { NameKey, PgType } from '../../catalog/types.ts'
import type {
  PermissionComparison,
  PermissionExpression,
  PermissionValue,
  PresetValue,
  ResolvedTable,
} from '../../metadata/types.ts'
import { isSingle } from './columns.ts'
import { implicitCall } from './function.ts'
import { literalText } from './literal.ts'
import { constantValue, sessionValue } from './value.ts'
import type { BoolExp, Operand, Relation, Value } from '../types.ts'

/** Tracked tables by key; expressions of resolved metadata name only tables that are there. */
export type Tables = ReadonlyMap<NameKey, ResolvedTable>

/** A table's row filter or check as a condition on its rows, marked as the role's. */
export function permissionCondition(
  expression: PermissionExpression,
  table: ResolvedTable,
  tables: Tables,
): BoolExp {
  return { kind: 'permission', table: table.name, operand: condition(expression, tables) }
}

function condition(expression: PermissionExpression, tables: Tables): BoolExp {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return {
        kind: expression.kind,
        operands: expression.operands.map(operand => condition(operand, tables)),
      }
    case 'not':
      return { kind: 'not', operand: condition(expression.operand, tables) }
    case 'exists':
      return exists(
        { source: { kind: 'table', table: tableOf(expression.table, tables).name }, mapping: [] },
        expression.where,
        tables,
      )
    case 'relationship':
      return exists(relationshipJoin(expression, tables), expression.where, tables)
    case 'computedTable':
      return exists(
        { source: { kind: 'function', call: implicitCall(expression.field) }, mapping: [] },
        expression.where,
        tables,
      )
    case 'column': {
      const { column } = expression
      return comparison(
        { kind: 'column', name: column.name, type: column.type, of: 'row' },
        expression.comparison,
      )
    }
    case 'computedField':
      return comparison(
        { kind: 'function', call: implicitCall(expression.field), type: expression.field.function.returns },
        expression.comparison,
      )
  }
}

/** Inside a permission no permission of the target applies. */
function exists(relation: Relation, where: PermissionExpression, tables: Tables): BoolExp {
  return { kind: 'exists', relation, permission: undefined, where: condition(where, tables) }
}

function relationshipJoin(
  { relationship }: Extract<PermissionExpression, { kind: 'relationship' }>,
  tables: Tables,
): Relation {
  const target = tableOf(relationship.target, tables)
  const mapping = relationship.mapping.map(({ local, remote }) => {
    const column = target.columns.get(remote)
    if (!column)
      throw new Error(
        `relationship ${relationship.name} joins on ${remote}, which is not a column of ${target.name.name}`,
      )
    // Both sides are compared as they are, so the type of one side only documents the pair.
    return {
      local: { name: local, type: column.type },
      remote: { name: remote, type: column.type },
    }
  })
  return { source: { kind: 'table', table: target.name }, mapping, isSingle: isSingle(mapping, target) }
}

function tableOf(key: NameKey, tables: Tables): ResolvedTable {
  const table = tables.get(key)
  if (!table) throw new Error(`resolved metadata names the table ${key}, but does not hold it`)
  return table
}

function comparison(operand: Operand, compared: PermissionComparison): BoolExp {
  switch (compared.kind) {
    case 'isNull':
      return { kind: 'isNull', operand, negated: compared.negated }
    case 'value': {
      return {
        kind: 'compare',
        left: operand,
        operator: compared.operator,
        right: rightSide(compared.value),
        nullAware: compared.nullAware,
      }
    }
    case 'column': {
      const { column } = compared
      const right: Operand = {
        kind: 'column',
        name: column.name,
        type: column.type,
        of: compared.of === 'root' ? 'root' : 'row',
      }
      return {
        kind: 'compare',
        left: operand,
        operator: compared.operator,
        right,
        nullAware: false,
      }
    }
    case 'cast': {
      const cast: Operand = { kind: 'cast', operand, type: compared.type }
      return { kind: 'and', operands: compared.comparisons.map(inner => comparison(cast, inner)) }
    }
  }
}

/**
 * A literal is the same for every session, so it is part of the statement: PostgreSQL can then use
 * partial indexes and statistics.
 */
function rightSide(value: PermissionValue): Operand {
  if (value.kind === 'session')
    return { kind: 'value', value: sessionValue(value.variable), type: value.type }
  const text = literalText(value.value, value.type)
  return text === null || clockTypes.has(value.type.name)
    ? { kind: 'value', value: constantValue(text), type: value.type }
    : { kind: 'literal', text, type: value.type }
}

/**
 * Text of these types may mean the current time (`now`, `today`): in a prepared statement it would
 * mean the time of preparing.
 */
const clockTypes: ReadonlySet<string> = new Set([
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
])

/** The value of a column's preset. */
export function presetValue(preset: PresetValue, type: PgType): Value {
  return preset.kind === 'session'
    ? sessionValue(preset.variable)
    : constantValue(literalText(preset.value, type))
}
