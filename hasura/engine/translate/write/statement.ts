import type {
  Assignment,
  DeletePlan,
  InsertPlan,
  OnConflictPlan,
  UpdatedMark,
  UpdatePlan,
  WritePlan,
} from '../../plan/write/types.ts'
import type { BoolExp, Value } from '../../plan/types.ts'
import { builtin } from '../../sql/types-of.ts'
import type {
  SqlAssignment,
  SqlColumn,
  SqlDelete,
  SqlExpression,
  SqlInsert,
  SqlOnConflict,
  SqlQuery,
  SqlType,
  SqlUpdate,
} from '../../sql/types.ts'
import { booleanExpression } from '../bool-exp.ts'
import { scopeOf, translateContext, type TranslateContext } from '../context.ts'
import type { WriteStatement } from './types.ts'
import { printStatement } from '../statement.ts'

/** The written table's name inside its statement. */
const alias = '_0'

/**
 * An insert of many rows has its own text for every number of rows: keeping those would fill
 * PostgreSQL's memory.
 */
const maxPreparedParameters = 200

const passed = 'passed'

/** The statement of one write; see {@link WriteStatement} for what it returns. */
export function translateWrite(plan: WritePlan): WriteStatement {
  const context = translateContext()
  const check = checkOf(plan, context)
  const returnsRows = plan.keepsRows || plan.captures.length > 0
  const query = returnsRows
    ? writeQuery(plan, returnedRow(plan, check), context)
    : counted(writeQuery(plan, [{ expression: check, alias: passed }], context))
  const { text, name, parameters, permissionRanges } = printStatement(query, [])
  return {
    text,
    name: parameters.length > maxPreparedParameters ? undefined : name,
    parameters,
    permissionRanges,
    returns: returnsRows ? 'rows' : 'count',
    captures: plan.captures.map(({ name }) => name),
    path: plan.path,
  }
}

function writeQuery(
  plan: WritePlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlInsert | SqlUpdate | SqlDelete {
  switch (plan.kind) {
    case 'insert':
      return insert(plan, returning, context)
    case 'update':
      return update(plan, returning, context)
    case 'delete':
      return remove(plan, returning, context)
  }
}

function insert(
  { table, columns, rows, onConflict }: InsertPlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlInsert {
  return {
    kind: 'insert',
    table,
    alias,
    columns: columns.map(({ name }) => name),
    rows: rows.map(row => columns.map(({ type }, index) => insertedValue(row[index], type))),
    ...(onConflict && { onConflict: conflict(onConflict, context) }),
    returning,
  }
}

function insertedValue(value: Value | undefined, type: SqlType): SqlExpression {
  return value ? parameter(value, type) : { kind: 'default' }
}

/** A conflicting row is skipped when there is nothing to assign. */
function conflict(
  { constraint, columns, presets, where }: OnConflictPlan,
  context: TranslateContext,
): SqlOnConflict {
  if (columns.length === 0) return { constraint }
  const set: SqlAssignment[] = [
    ...columns.map((name): SqlAssignment => ({
      column: name,
      value: { kind: 'column', table: 'excluded', name },
    })),
    ...presets.map(({ column, value }): SqlAssignment => ({
      column: column.name,
      value: parameter(value, column.type),
    })),
  ]
  return { constraint, update: { set, where: condition(where, context) } }
}

function update(
  { table, set, where }: UpdatePlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlUpdate {
  return {
    kind: 'update',
    table,
    alias,
    set: set.map(assignment),
    where: condition(where, context),
    returning,
  }
}

function assignment({ column, operator, value, type }: Assignment): SqlAssignment {
  const current: SqlExpression = ownColumn(column.name)
  const operand = parameter(value, type)
  const changed = (): SqlExpression => {
    switch (operator) {
      case 'set':
        return operand
      case 'inc':
        return { kind: 'binary', operator: '+', left: current, right: operand }
      case 'append':
        return { kind: 'binary', operator: '||', left: current, right: operand }
      case 'prepend':
        return { kind: 'binary', operator: '||', left: operand, right: current }
      case 'delete_key':
      case 'delete_elem':
        return { kind: 'binary', operator: '-', left: current, right: operand }
      case 'delete_at_path':
        return { kind: 'binary', operator: '#-', left: current, right: operand }
    }
  }
  return { column: column.name, value: changed() }
}

function remove(
  { table, where }: DeletePlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlDelete {
  return { kind: 'delete', table, alias, where: condition(where, context), returning }
}

/** Whether the new row passes. */
function checkOf(plan: WritePlan, context: TranslateContext): SqlExpression {
  if (plan.kind === 'delete') return { kind: 'boolean', value: true }
  const written = plan.check ? condition(plan.check, context) : always
  if (plan.kind === 'update' || !plan.onConflict?.check) return written
  const { condition: updated, toldBy } = plan.onConflict.check
  return {
    kind: 'case',
    when: [{ condition: isInserted(toldBy), value: written }],
    otherwise: updated ? condition(updated, context) : always,
  }
}

/**
 * Whether the row that RETURNING sees is new. `xmax` is the transaction that replaced an older
 * version.
 */
function isInserted(mark: UpdatedMark): SqlExpression {
  if (mark.kind === 'former column') {
    return { kind: 'isNull', of: { kind: 'column', table: 'old', name: mark.name }, negated: false }
  }
  return {
    kind: 'binary',
    operator: '=',
    left: ownColumn('xmax'),
    right: { kind: 'integer', value: 0 },
  }
}

const always: SqlExpression = { kind: 'boolean', value: true }

function returnedRow(plan: WritePlan, check: SqlExpression): SqlColumn[] {
  const row: SqlExpression = plan.keepsRows ? { kind: 'row', table: alias } : { kind: 'null' }
  return [
    { expression: asText(row) },
    { expression: check },
    ...plan.captures.map(({ column }) => ({ expression: asText(ownColumn(column)) })),
  ]
}

/**
 * `WITH changes AS (…) SELECT count(*), coalesce(bool_and(passed), true)`: a check that is NULL
 * passes, as in Hasura.
 */
function counted(query: SqlInsert | SqlUpdate | SqlDelete): SqlQuery {
  const changes = 'changes'
  const every: SqlExpression = {
    kind: 'call',
    function: builtin('bool_and'),
    arguments: [{ value: { kind: 'column', table: changes, name: passed } }],
  }
  return {
    kind: 'select',
    with: [{ name: changes, query }],
    columns: [
      { expression: { kind: 'call', function: builtin('count'), arguments: [], star: true } },
      { expression: { kind: 'coalesce', items: [every, always] } },
    ],
    from: { kind: 'reference', name: changes, alias: changes },
  }
}

function condition(expression: BoolExp, context: TranslateContext): SqlExpression {
  return booleanExpression(expression, scopeOf(alias), context)
}

function ownColumn(name: string): SqlExpression {
  return { kind: 'column', table: alias, name }
}

function parameter(source: Value, type: SqlType): SqlExpression {
  return { kind: 'parameter', source, type }
}

function asText(of: SqlExpression): SqlExpression {
  return { kind: 'cast', of, type: builtin('text') }
}
