import { mutationResponse } from './response.ts'
import { writeField } from './root-field.ts'
import { primaryKeyArguments, primaryKeyColumns } from '../root-field.ts'
import type { OutputField, InputField, InputObjectType, TypeRef } from '../types.ts'
import type { ResolvedColumn } from '../../metadata/types.ts'
import { byName, inputField, listOf, nullable, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import type { UpdateOperator } from './annotation.ts'
import { updatePermission } from './permission.ts'
import type { RoleTable } from '../role-table.ts'
import { isNumeric } from '../scalars.ts'

/** One update operator: which columns it fits, and what it takes for a column. */
interface OperatorDefinition {
  readonly fits: (column: ResolvedColumn) => boolean
  readonly type: (context: SchemaContext, column: ResolvedColumn) => TypeRef
  readonly description: string
  readonly inputDescription: (table: string) => string
}

const isJsonb = ({ type }: ResolvedColumn): boolean => type.name === 'jsonb' && !type.array
const ownType = (context: SchemaContext, column: ResolvedColumn): TypeRef =>
  context.columnType(column, true)
const scalar =
  (name: string) =>
    (context: SchemaContext): TypeRef =>
      nullable(context.scalar(name))

const definitions: Readonly<Record<UpdateOperator, OperatorDefinition>> = {
  set: {
    fits: () => true,
    type: ownType,
    description: 'sets the columns of the filtered rows to the given values',
    inputDescription: table => `input type for updating data in table "${table}"`,
  },
  inc: {
    fits: column => isNumeric(column.type),
    type: ownType,
    description: 'increments the numeric columns with given value of the filtered values',
    inputDescription: table => `input type for incrementing numeric columns in table "${table}"`,
  },
  append: {
    fits: isJsonb,
    type: ownType,
    description: 'append existing jsonb value of filtered columns with new jsonb value',
    inputDescription: () => 'append existing jsonb value of filtered columns with new jsonb value',
  },
  prepend: {
    fits: isJsonb,
    type: ownType,
    description: 'prepend existing jsonb value of filtered columns with new jsonb value',
    inputDescription: () => 'prepend existing jsonb value of filtered columns with new jsonb value',
  },
  delete_key: {
    fits: isJsonb,
    type: scalar('String'),
    description:
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
    inputDescription: () =>
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
  },
  delete_elem: {
    fits: isJsonb,
    type: scalar('Int'),
    description:
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
    inputDescription: () =>
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
  },
  delete_at_path: {
    fits: isJsonb,
    type: context => listOf(required(context.scalar('String')), true),
    description:
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
    inputDescription: () =>
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
  },
}

/** `update_T`, `update_T_many` and `update_T_by_pk`. */
export function updateFields(context: SchemaContext, target: TypedTable): OutputField[] {
  if (!updatePermission(context, target)) return []
  const response = mutationResponse(context, target)
  const operators = updateOperators(context, target)
  const updates = inputField(
    'updates',
    listOf(required(updatesInput(context, target)), false),
    { kind: 'argument' },
    { description: 'updates to execute, in order' },
  )
  const keyed = primaryKeyInput(context, target)
  return [
    writeField(context, target, 'update', ['update', target.names.base], {
      type: nullable(response),
      annotation: { kind: 'updateRoot', target, rows: 'where' },
      description: 'update data of the table',
      arguments: [...operators, updateWhere(target)],
    }),
    ...(context.options.experimentalFeatures.has('hide_update_many_fields')
      ? []
      : [
          writeField(context, target, 'update_many', ['update', target.names.base, 'many'], {
            type: listOf(nullable(response), true),
            annotation: { kind: 'updateRoot', target, rows: 'many' },
            description: 'update multiples rows of table',
            arguments: [updates],
          }),
        ]),
    ...(keyed
      ? [
          writeField(context, target, 'update_by_pk', ['update', target.names.base, 'by_pk'], {
            type: nullable(target.object()),
            annotation: { kind: 'updateRoot', target, rows: 'primaryKey' },
            description: 'update single row of the table',
            arguments: [...operators, keyed],
          }),
        ]
      : []),
  ]
}

function primaryKeyInput(context: SchemaContext, target: RoleTable): InputField | undefined {
  const columns = target.permissions.select && primaryKeyColumns(target)
  if (!columns) return undefined
  const type = context.input(target.names.type('pk_columns_input'), () => ({
    description: `primary key columns input for table: "${target.table.graphqlName}"`,
    fields: () => byName(primaryKeyArguments(context, columns)),
  }))
  return inputField(context.naming.field('pk_columns'), required(type), { kind: 'argument' })
}

/**
 * The operator arguments of an update: `_set`, `_inc`, …; one exists when the role can update a
 * column of a fitting type.
 */
function updateOperators(context: SchemaContext, target: RoleTable): InputField[] {
  const permitted = updatePermission(context, target)?.columns ?? new Set()
  const columns = [...target.table.columns.values()].filter(column => permitted.has(column.name))
  return (Object.keys(definitions) as readonly UpdateOperator[]).flatMap((operator) => {
    const { fits, description } = definitions[operator]
    const fitting = columns.filter(fits)
    if (fitting.length === 0) return []
    const type = operatorInput(context, target, operator, fitting)
    return [
      inputField(
        context.naming.field(`_${operator}`),
        nullable(type),
        { kind: 'updateOperator', operator },
        { description },
      ),
    ]
  })
}

function operatorInput(
  context: SchemaContext,
  target: RoleTable,
  operator: UpdateOperator,
  columns: readonly ResolvedColumn[],
): InputObjectType {
  const definition = definitions[operator]
  return context.input(target.names.type(operator, 'input'), () => ({
    description: definition.inputDescription(target.table.graphqlName),
    fields: () =>
      byName(
        columns.map(column =>
          inputField(
            context.naming.column(column),
            definition.type(context, column),
            { kind: 'updateColumn', column },
            { description: column.description, null: column.nullable ? 'accept' : 'reject' },
          ),
        ),
      ),
  }))
}

/** `T_updates`: one step of `update_T_many`. */
function updatesInput(context: SchemaContext, target: TypedTable): InputObjectType {
  return context.input(target.names.type('updates'), () => ({
    description: undefined,
    fields: () => byName([...updateOperators(context, target), updateWhere(target)]),
  }))
}

/** The mandatory filter of an update; `{}` means every row that the role may update. */
function updateWhere(target: TypedTable): InputField {
  return inputField(
    'where',
    required(target.boolExp()),
    { kind: 'argument' },
    { description: 'filter the rows which have to be updated' },
  )
}
