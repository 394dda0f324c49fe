import type { Selection } from '../../document/types.ts'
import type { RoleTable } from '../../schema/types.ts'
import { builtin } from '../../sql/types-of.ts'
import { always, type PlanContext } from '../context.ts'
import { writtenRows, type Answer, type AnswerPiece } from './types.ts'
import { selectFields } from '../read/select.ts'
import type { QueryPlan, RootField, RowSet, SelectRows } from '../types.ts'

/**
 * A `T_mutation_response`. The written rows are shown as they are: like Hasura, the role's row
 * filter does not apply to them, only to what they are joined with.
 */
export function responseAnswer(
  selection: Selection,
  target: RoleTable,
  context: PlanContext,
): Answer<QueryPlan> {
  const fields: RootField[] = []
  const pieces = (selection.selections ?? []).flatMap((item, index): AnswerPiece[] => {
    const lead: AnswerPiece = {
      kind: 'text',
      text: `${index === 0 ? '' : ','}${JSON.stringify(item.responseKey)}:`,
    }
    switch (item.field.annotation.kind) {
      case 'affectedRows':
        return [lead, { kind: 'affectedRows' }]
      case 'returning':
        fields.push(writtenField(item, 'many', target, context))
        return [lead, { kind: 'rows', column: fields.length - 1, empty: '[]' }]
      default:
        return [lead, { kind: 'text', text: JSON.stringify(selection.type?.name) }]
    }
  })
  return {
    pieces: [{ kind: 'text', text: '{' }, ...pieces, { kind: 'text', text: '}' }],
    read: fields.length === 0 ? undefined : { kind: 'query', fields },
  }
}

/** The one written row, or null. */
export function rowAnswer(
  selection: Selection,
  target: RoleTable,
  context: PlanContext,
): Answer<QueryPlan> {
  return {
    pieces: [{ kind: 'rows', column: 0, empty: 'null' }],
    read: { kind: 'query', fields: [writtenField(selection, 'one', target, context)] },
  }
}

function writtenField(
  selection: Selection,
  shape: SelectRows['shape'],
  target: RoleTable,
  context: PlanContext,
): RootField {
  const fields = selectFields(selection.selections ?? [], target, context)
  return {
    kind: 'rows',
    key: selection.responseKey,
    path: selection.path,
    rows: { shape, rows: writtenRowSet(target), fields },
  }
}

/**
 * `unnest` of the kept rows: it gives them the table's own row type, which computed fields want.
 */
function writtenRowSet({ table }: RoleTable): RowSet {
  const value = { kind: 'runtime', key: `runtime:${writtenRows}`, name: writtenRows } as const
  const type = { ...table.name, array: true }
  return {
    source: {
      kind: 'function',
      call: { function: builtin('unnest'), arguments: [{ kind: 'value', value, type }] },
    },
    mapping: [],
    permission: always,
    where: undefined,
    distinctOn: [],
    orderBy: [],
    limit: undefined,
    offset: undefined,
    permissionLimit: undefined,
  }
}
