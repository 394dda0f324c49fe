import type { PgType } from '../../catalog/types.ts'
import {
  comparisonOperatorList,
  comparisonOperators,
  operandType,
  takesList,
  text,
  type ComparisonOperator,
} from '../operators.ts'
import type { Json, PermissionComparison, PermissionValue } from '../types.ts'
import { isObject } from '../../json/json.ts'
import { columnOf, type TableDraft } from './draft.ts'
import { Unresolvable } from './report.ts'
import { sessionVariable } from './session-variable.ts'

/** The left side of a comparison: its type, and whether it can be NULL. */
export interface Subject {
  readonly name: string
  readonly type: PgType
  readonly nullable: boolean
}

/** The tables that a column comparison may name: the one at hand, and the permission's own. */
export interface ComparisonTables {
  readonly current: TableDraft
  readonly root: TableDraft
}

/** Operators by their names in metadata, which begin with `_` or `$`, here without. */
const byName = new Map(
  comparisonOperatorList.flatMap(([operator, { alias }]) =>
    [operator, ...(alias === undefined ? [] : [alias])].map(name => [name.slice(1), operator]),
  ),
)

/** Comparisons with a column: the operator's name after a `c`. */
const betweenColumns = new Map(
  [...byName]
    .filter(([, operator]) => comparisonOperators[operator].betweenColumns)
    .map(([name, operator]) => [`c${name}`, operator]),
)

/**
 * The comparisons of one column: `{_eq: 1, …}`, or a bare value, which means equality.
 *
 * @throws Unresolvable for an unknown operator, a wrong right side, or a column of type json, which
 *   PostgreSQL cannot compare
 */
export function resolveComparisons(
  value: Json,
  subject: Subject,
  tables: ComparisonTables,
): PermissionComparison[] {
  if (subject.type.name === 'json' && !subject.type.array)
    throw new Unresolvable(`JSON column "${subject.name}" cannot be used in a filter; use jsonb`)
  if (!isObject(value)) return [comparison('_eq', value, subject)]
  return Object.entries(value).map(([key, operand]) =>
    resolveComparison(key, operand as Json, subject, tables),
  )
}

function resolveComparison(
  key: string,
  operand: Json,
  subject: Subject,
  tables: ComparisonTables,
): PermissionComparison {
  const name = /^[_$](.*)$/.exec(key)?.[1] ?? ''
  const operator = byName.get(name)
  if (operator) return comparison(operator, operand, subject)
  const columnOperator = betweenColumns.get(name)
  if (columnOperator) return columnComparison(columnOperator, operand, subject, tables)
  if (name === 'is_null') return isNull(operand, subject)
  if (name === 'cast') return cast(operand, subject, tables)
  throw new Unresolvable(`unknown operator "${key}" on "${subject.name}"`)
}

function comparison(
  operator: ComparisonOperator,
  operand: Json,
  subject: Subject,
): PermissionComparison {
  const { operand: kind } = comparisonOperators[operator]
  if (takesList(kind)) assertList(operator, operand, subject)
  const nullAware = subject.nullable && (operator === '_eq' || operator === '_neq')
  const value = valueOf(operand, operandType(kind, subject.type))
  return { kind: 'value', operator, value, nullAware }
}

/**
 * The whole list may come from the session, as an array literal; session variables inside a list
 * are literals (Hasura's rule).
 */
function assertList(operator: ComparisonOperator, operand: Json, subject: Subject): void {
  if (!Array.isArray(operand) && sessionVariable(operand) === undefined) {
    throw new Unresolvable(`"${operator}" on "${subject.name}" needs a list or a session variable`)
  }
  if (subject.type.array)
    throw new Unresolvable(`"${operator}" cannot be used on the array "${subject.name}"`)
}

/** `"column"` of the table at hand, or `["$", "column"]` of the permission's own table. */
function columnComparison(
  operator: ComparisonOperator,
  operand: Json,
  subject: Subject,
  tables: ComparisonTables,
): PermissionComparison {
  const path: readonly Json[] = Array.isArray(operand) ? operand : [operand]
  const ofRoot = path.length === 2 && path[0] === '$'
  const name = path.at(-1)
  if (typeof name !== 'string' || (path.length !== 1 && !ofRoot)) {
    throw new Unresolvable(
      `a column comparison on "${subject.name}" needs a column name or ["$", column name]`,
    )
  }
  const column = columnOf(ofRoot ? tables.root : tables.current, name)
  const same =
    column.type.name === subject.type.name
    && column.type.schema === subject.type.schema
    && column.type.array === subject.type.array
  if (!same)
    throw new Unresolvable(
      `incompatible column types: column "${subject.name}" cannot be compared with column "${name}"`,
    )
  return { kind: 'column', operator, column, of: ofRoot ? 'root' : 'current' }
}

function isNull(operand: Json, subject: Subject): PermissionComparison {
  if (typeof operand !== 'boolean')
    throw new Unresolvable(`"_is_null" on "${subject.name}" needs true or false`)
  return { kind: 'isNull', negated: !operand }
}

/** Casts that Hasura knows for plain Postgres: jsonb to text. */
function cast(operand: Json, subject: Subject, tables: ComparisonTables): PermissionComparison {
  const [entry, ...others] = isObject(operand) ? Object.entries(operand) : []
  if (
    !entry
    || others.length > 0
    || subject.type.name !== 'jsonb'
    || !['text', 'String'].includes(entry[0])
  ) {
    throw new Unresolvable(
      `"_cast" on "${subject.name}" must name one type: text, of a jsonb column`,
    )
  }
  return {
    kind: 'cast',
    type: text,
    comparisons: resolveComparisons(entry[1] as Json, { ...subject, type: text }, tables),
  }
}

function valueOf(operand: Json, type: PgType): PermissionValue {
  const variable = sessionVariable(operand)
  return variable === undefined
    ? { kind: 'literal', value: operand, type }
    : { kind: 'session', variable, type }
}
