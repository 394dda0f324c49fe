import type { ArgumentValue, Selection } from '../../document/types.ts'
import { EngineError } from '../../errors.ts'
import type { FieldAnnotation, ReadableColumn } from '../../schema/types.ts'
import { whereOf } from './bool-exp.ts'
import { allOf, type PlanContext } from '../context.ts'
import { columnOperand } from './operand.ts'
import { plainRows, rowCount, tableOrigin } from './rows.ts'
import { selectFields } from './select.ts'
import type { StreamPlan, Value } from '../types.ts'
import { argumentValue, nullValue } from './value.ts'

/** The cursor's value at each poll; the execution fills it in. */
const cursorValue: Value = { kind: 'runtime', key: 'runtime:cursor', name: 'cursor' }

interface Cursor {
  readonly readable: ReadableColumn
  readonly ordering: 'asc' | 'desc'
  readonly initial: Value
}

/**
 * The plan of a streaming subscription: rows after the cursor, in its order, one batch at a time.
 *
 * @throws EngineError not-supported unless the cursor names exactly one column
 */
export function planStream(
  selection: Selection,
  { target }: Extract<FieldAnnotation, { readonly kind: 'selectStreamRoot' }>,
  context: PlanContext,
): StreamPlan {
  const cursor = cursorOf(selection.arguments.get('cursor'), selection.path)
  const { column } = cursor.readable
  const operand = columnOperand(cursor.readable, target, context)
  return {
    kind: 'stream',
    key: selection.responseKey,
    path: selection.path,
    rows: {
      shape: 'many',
      rows: {
        ...plainRows(tableOrigin(target), target, context),
        where: allOf(whereOf(selection.arguments.get('where'), target, context), {
          kind: 'compare',
          left: operand,
          operator: cursor.ordering === 'asc' ? '_gt' : '_lt',
          right: { kind: 'value', value: cursorValue, type: column.type },
          nullAware: false,
        }),
        orderBy: [
          { target: { kind: 'operand', operand }, direction: cursor.ordering, nulls: 'last' },
        ],
        limit: rowCount(
          selection.arguments.get('batch_size') ?? selection.arguments.get('batchSize'),
        ),
        permissionLimit: target.permissions.select?.limit,
      },
      fields: selectFields(selection.selections ?? [], target, context),
    },
    cursor: {
      column: { name: column.name, type: column.type },
      ordering: cursor.ordering,
      initial: cursor.initial,
    },
    cursorValue,
  }
}

function cursorOf(argument: ArgumentValue | undefined, path: string): Cursor {
  const given =
    argument?.kind === 'list' ? argument.items.filter(item => item.kind === 'object') : []
  const [only] = given
  if (given.length > 1)
    throw new EngineError('not-supported', 'multiple column cursors are not supported yet', path)
  if (!only) throw new EngineError('not-supported', 'one streaming column field is expected', path)
  let ordering: Cursor['ordering'] = 'asc'
  let columns: readonly { readonly readable: ReadableColumn, readonly initial: Value }[] = []
  for (const { value } of only.entries) {
    if (value.kind === 'enum' && value.value.annotation.kind === 'cursorOrdering')
      ordering = value.value.annotation.ordering
    else if (value.kind === 'object') {
      columns = value.entries.flatMap(({ field, value: initial }) =>
        field.annotation.kind === 'cursorColumn'
          ? [
              {
                readable: field.annotation.readable,
                initial: initial.kind === 'null' ? nullValue : argumentValue(initial),
              },
            ]
          : [],
      )
    }
  }
  const [column, ...others] = columns
  if (others.length > 0)
    throw new EngineError('not-supported', 'multiple column cursors are not supported yet', path)
  if (!column)
    throw new EngineError('not-supported', 'one streaming column field is expected', path)
  return { ...column, ordering }
}
