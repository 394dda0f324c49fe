import { displayName } from '../../catalog/types.ts'
import type { TableRootField } from '../../metadata/types.ts'
import { byName, inputField, listOf, nullable, outputField, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import { insertInput, onConflictArgument } from './insert.ts'
import { deletePermission, insertPermission, updatePermission } from './permission.ts'
import { mutationResponse } from './response.ts'
import { updateOperators, updatesInput, updateWhere } from './update.ts'
import type { NamePart } from '../naming.ts'
import type { RoleTable } from '../role-table.ts'
import {
  primaryKeyArguments,
  primaryKeyColumns,
  tableFieldDescription,
  tableFieldName,
} from '../root-field.ts'
import type { FieldAnnotation } from '../annotation.ts'
import type { InputField, OutputField, TypeRef } from '../types.ts'

/** The root fields that change a table's rows. */
export function tableMutationFields(
  context: SchemaContext,
  target: TypedTable,
): readonly OutputField[] {
  return [
    ...insertFields(context, target),
    ...updateFields(context, target),
    ...deleteFields(context, target),
  ]
}

/** Fields that answer with one row exist only for a role that may read the table. */
function insertFields(context: SchemaContext, target: TypedTable): OutputField[] {
  if (!insertPermission(context, target)) return []
  const row = required(insertInput(context, target))
  const conflict = onConflictArgument(context, target)
  const objects = inputField(
    'objects',
    listOf(row, false),
    { kind: 'argument' },
    { description: 'the rows to be inserted' },
  )
  const object = inputField(
    'object',
    row,
    { kind: 'argument' },
    { description: 'the row to be inserted' },
  )
  return [
    rootField(context, target, 'insert', ['insert', target.names.base], {
      type: nullable(mutationResponse(context, target)),
      annotation: { kind: 'insertRoot', target, one: false },
      description: 'insert data into the table',
      arguments: [objects, ...conflict],
    }),
    ...(target.permissions.select
      ? [
          rootField(context, target, 'insert_one', ['insert', target.names.base, 'one'], {
            type: nullable(target.object()),
            annotation: { kind: 'insertRoot', target, one: true },
            description: 'insert a single row into the table',
            arguments: [object, ...conflict],
          }),
        ]
      : []),
  ]
}

function updateFields(context: SchemaContext, target: TypedTable): OutputField[] {
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
    rootField(context, target, 'update', ['update', target.names.base], {
      type: nullable(response),
      annotation: { kind: 'updateRoot', target, rows: 'where' },
      description: 'update data of the table',
      arguments: [...operators, updateWhere(target)],
    }),
    ...(context.options.experimentalFeatures.has('hide_update_many_fields')
      ? []
      : [
          rootField(context, target, 'update_many', ['update', target.names.base, 'many'], {
            type: listOf(nullable(response), true),
            annotation: { kind: 'updateRoot', target, rows: 'many' },
            description: 'update multiples rows of table',
            arguments: [updates],
          }),
        ]),
    ...(keyed
      ? [
          rootField(context, target, 'update_by_pk', ['update', target.names.base, 'by_pk'], {
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

function deleteFields(context: SchemaContext, target: TypedTable): OutputField[] {
  if (!deletePermission(context, target)) return []
  const where = inputField(
    'where',
    required(target.boolExp()),
    { kind: 'argument' },
    { description: 'filter the rows which have to be deleted' },
  )
  const key = target.permissions.select && primaryKeyColumns(target)
  return [
    rootField(context, target, 'delete', ['delete', target.names.base], {
      type: nullable(mutationResponse(context, target)),
      annotation: { kind: 'deleteRoot', target, rows: 'where' },
      description: 'delete data from the table',
      arguments: [where],
    }),
    ...(key
      ? [
          rootField(context, target, 'delete_by_pk', ['delete', target.names.base, 'by_pk'], {
            type: nullable(target.object()),
            annotation: { kind: 'deleteRoot', target, rows: 'primaryKey' },
            description: 'delete single row from the table',
            arguments: primaryKeyArguments(context, key),
          }),
        ]
      : []),
  ]
}

interface RootFieldParts {
  readonly type: TypeRef
  readonly annotation: FieldAnnotation
  readonly description: string
  readonly arguments: readonly InputField[]
}

function rootField(
  context: SchemaContext,
  target: RoleTable,
  key: TableRootField,
  name: readonly NamePart[],
  parts: RootFieldParts,
): OutputField {
  return outputField(tableFieldName(context, target, key, ...name), parts.type, parts.annotation, {
    description: tableFieldDescription(
      target,
      key,
      `${parts.description}: "${displayName(target.table.name)}"`,
    ),
    arguments: parts.arguments,
  })
}
