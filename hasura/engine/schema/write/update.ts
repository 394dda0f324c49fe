import type { ResolvedColumn } from '../../metadata/types.ts'
import { byName, inputField, listOf, nullable, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import type { UpdateOperator } from './annotation.ts'
import { updatePermission } from './permission.ts'
import type { RoleTable } from '../role-table.ts'
import { isNumeric } from '../scalars.ts'
import type { InputField, InputObjectType, TypeRef } from '../types.ts'

/** One update operator: which columns it fits, and what it takes for a column. */
interface OperatorDefinition {
  readonly operator: UpdateOperator
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

const definitions: readonly OperatorDefinition[] = [
  {
    operator: 'set',
    fits: () => true,
    type: ownType,
    description: 'sets the columns of the filtered rows to the given values',
    inputDescription: table => `input type for updating data in table "${table}"`,
  },
  {
    operator: 'inc',
    fits: column => isNumeric(column.type),
    type: ownType,
    description: 'increments the numeric columns with given value of the filtered values',
    inputDescription: table => `input type for incrementing numeric columns in table "${table}"`,
  },
  {
    operator: 'append',
    fits: isJsonb,
    type: ownType,
    description: 'append existing jsonb value of filtered columns with new jsonb value',
    inputDescription: () => 'append existing jsonb value of filtered columns with new jsonb value',
  },
  {
    operator: 'prepend',
    fits: isJsonb,
    type: ownType,
    description: 'prepend existing jsonb value of filtered columns with new jsonb value',
    inputDescription: () => 'prepend existing jsonb value of filtered columns with new jsonb value',
  },
  {
    operator: 'delete_key',
    fits: isJsonb,
    type: scalar('String'),
    description:
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
    inputDescription: () =>
      'delete key/value pair or string element. key/value pairs are matched based on their key value',
  },
  {
    operator: 'delete_elem',
    fits: isJsonb,
    type: scalar('Int'),
    description:
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
    inputDescription: () =>
      'delete the array element with specified index (negative integers count from the end). throws an error if top level container is not an array',
  },
  {
    operator: 'delete_at_path',
    fits: isJsonb,
    type: context => listOf(required(context.scalar('String')), true),
    description:
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
    inputDescription: () =>
      'delete the field or element with specified path (for JSON arrays, negative integers count from the end)',
  },
]

/**
 * The operator arguments of an update: `_set`, `_inc`, …; one exists when the role can update a
 * column of a fitting type.
 */
export function updateOperators(context: SchemaContext, target: RoleTable): InputField[] {
  const permitted = updatePermission(context, target)?.columns ?? new Set()
  const columns = [...target.table.columns.values()].filter(column => permitted.has(column.name))
  return definitions.flatMap((definition) => {
    const fitting = columns.filter(definition.fits)
    if (fitting.length === 0) return []
    const type = operatorInput(context, target, definition, fitting)
    return [
      inputField(
        context.naming.field(`_${definition.operator}`),
        nullable(type),
        { kind: 'updateOperator', operator: definition.operator },
        { description: definition.description },
      ),
    ]
  })
}

function operatorInput(
  context: SchemaContext,
  target: RoleTable,
  definition: OperatorDefinition,
  columns: readonly ResolvedColumn[],
): InputObjectType {
  return context.input(target.names.type(definition.operator, 'input'), () => ({
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
export function updatesInput(context: SchemaContext, target: TypedTable): InputObjectType {
  return context.input(target.names.type('updates'), () => ({
    description: undefined,
    fields: () => byName([...updateOperators(context, target), updateWhere(target)]),
  }))
}

/** The mandatory filter of an update; `{}` means every row that the role may update. */
export function updateWhere(target: TypedTable): InputField {
  return inputField(
    'where',
    required(target.boolExp()),
    { kind: 'argument' },
    { description: 'filter the rows which have to be updated' },
  )
}
