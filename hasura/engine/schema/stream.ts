import { displayName } from '../catalog/types.ts'
import {
  byName,
  inputField,
  listOf,
  nullable,
  outputField,
  required,
  withNullability,
} from './builders.ts'
import type { SchemaContext, TypedTable } from './context.ts'
import type { RoleTable } from './role-table.ts'
import { tableFieldDescription, tableFieldName } from './root-field.ts'
import type { EnumType, EnumValue, InputObjectType, OutputField } from './types.ts'

/** `T_stream(batch_size, cursor, where)` of subscription_root. */
export function streamField(context: SchemaContext, target: TypedTable): OutputField {
  return outputField(
    tableFieldName(context, target, 'select_stream', target.names.base, 'stream'),
    listOf(required(target.object()), false),
    { kind: 'selectStreamRoot', target },
    {
      description: tableFieldDescription(
        target,
        'select_stream',
        `fetch data from the table in a streaming manner: "${displayName(target.table.name)}"`,
      ),
      arguments: [
        inputField(
          context.naming.field('batch_size'),
          required(context.rowCount('limit')),
          { kind: 'argument' },
          { description: 'maximum number of rows returned in a single batch' },
        ),
        inputField(
          'cursor',
          listOf(nullable(cursorInput(context, target)), false),
          { kind: 'argument' },
          { description: 'cursor to stream the results returned by the query' },
        ),
        inputField(
          'where',
          nullable(target.boolExp()),
          { kind: 'argument' },
          { description: 'filter the rows returned' },
        ),
      ],
    },
  )
}

function cursorInput(context: SchemaContext, target: RoleTable): InputObjectType {
  return context.input(target.names.type('stream_cursor_input'), () => ({
    description: `Streaming cursor of the table "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        inputField(
          context.naming.field('initial_value'),
          required(cursorValue(context, target)),
          { kind: 'argument' },
          { description: 'Stream column input with initial value' },
        ),
        inputField(
          'ordering',
          nullable(cursorOrdering(context)),
          { kind: 'argument' },
          { description: 'cursor ordering' },
        ),
      ]),
  }))
}

function cursorValue(context: SchemaContext, target: RoleTable): InputObjectType {
  return context.input(target.names.type('stream_cursor_value_input'), () => ({
    description: 'Initial value of the column from where the streaming should start',
    fields: () =>
      byName(
        target.columns().map((readable) => {
          const type = withNullability(context.columnType(readable.column, true), true)
          return inputField(context.naming.column(readable.column), type, {
            kind: 'cursorColumn',
            readable,
          })
        }),
      ),
  }))
}

function cursorOrdering(context: SchemaContext): EnumType {
  return context.enumeration(context.sharedTypeName('engine', 'cursor_ordering'), () => ({
    description: 'cursor ordering',
    values: () =>
      byName(
        (['ASC', 'DESC'] as const).map((name): EnumValue => ({
          name,
          description:
            name === 'ASC'
              ? 'ascending ordering of the cursor'
              : 'descending ordering of the cursor',
          annotation: { kind: 'cursorOrdering', ordering: name === 'ASC' ? 'asc' : 'desc' },
        })),
      ),
  }))
}
