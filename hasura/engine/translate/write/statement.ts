import type { WritePlan } from '../../plan/write/types.ts'
import { builtin } from '../../sql/types-of.ts'
import type {
  SqlColumn,
  SqlDelete,
  SqlExpression,
  SqlInsert,
  SqlQuery,
  SqlUpdate,
} from '../../sql/types.ts'
import { translateContext, type TranslateContext } from '../context.ts'
import { printStatement } from '../statement.ts'
import { translateDelete } from './delete.ts'
import { translateInsert } from './insert.ts'
import { isInserted } from './on-conflict.ts'
import { rowColumn, rowCondition, writtenTable } from './row.ts'
import type { WriteStatement } from './types.ts'
import { translateUpdate } from './update.ts'

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
      return translateInsert(plan, returning, context)
    case 'update':
      return translateUpdate(plan, returning, context)
    case 'delete':
      return translateDelete(plan, returning, context)
  }
}

/** Whether the new row passes. */
function checkOf(plan: WritePlan, context: TranslateContext): SqlExpression {
  if (plan.kind === 'delete') return { kind: 'boolean', value: true }
  const written = plan.check ? rowCondition(plan.check, context) : always
  if (plan.kind === 'update' || !plan.onConflict?.check) return written
  const { condition: updated, toldBy } = plan.onConflict.check
  return {
    kind: 'case',
    when: [{ condition: isInserted(toldBy), value: written }],
    otherwise: updated ? rowCondition(updated, context) : always,
  }
}

const always: SqlExpression = { kind: 'boolean', value: true }

function returnedRow(plan: WritePlan, check: SqlExpression): SqlColumn[] {
  const row: SqlExpression = plan.keepsRows
    ? { kind: 'row', table: writtenTable }
    : { kind: 'null' }
  return [
    { expression: asText(row) },
    { expression: check },
    ...plan.captures.map(({ column }) => ({ expression: asText(rowColumn(column)) })),
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

function asText(of: SqlExpression): SqlExpression {
  return { kind: 'cast', of, type: builtin('text') }
}
