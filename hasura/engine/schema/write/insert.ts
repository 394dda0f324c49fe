import { mutationResponse } from './response.ts'
import { writeField } from './root-field.ts'
import type { ResolvedRelationship } from '../../metadata/types.ts'
import { byName, inputField, listOf, nullable, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import { onConflictInput } from './on-conflict.ts'
import { insertPermission } from './permission.ts'
import type { RoleTable } from '../role-table.ts'
import { rowFields } from '../row-fields.ts'
import type { InputField, InputObjectType, OutputField } from '../types.ts'

/**
 * `insert_T` and `insert_T_one`. Fields that answer with one row exist only for a role that may
 * read the table.
 */
export function insertFields(context: SchemaContext, target: TypedTable): OutputField[] {
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
    writeField(context, target, 'insert', ['insert', target.names.base], {
      type: nullable(mutationResponse(context, target)),
      annotation: { kind: 'insertRoot', target, one: false },
      description: 'insert data into the table',
      arguments: [objects, ...conflict],
    }),
    ...(target.permissions.select
      ? [
          writeField(context, target, 'insert_one', ['insert', target.names.base, 'one'], {
            type: nullable(target.object()),
            annotation: { kind: 'insertRoot', target, one: true },
            description: 'insert a single row into the table',
            arguments: [object, ...conflict],
          }),
        ]
      : []),
  ]
}

/**
 * `T_insert_input`: columns that the role may give, and relationships to tables that it may insert
 * into. All may be left out.
 */
function insertInput(context: SchemaContext, target: RoleTable): InputObjectType {
  const typeName = target.names.type('insert_input')
  return context.input(typeName, () => ({
    description: `input type for inserting data into table "${target.table.graphqlName}"`,
    fields: () =>
      rowFields(context, target, typeName, [
        ...columnFields(context, target),
        ...[...target.table.relationships.values()].flatMap(relationship =>
          relationshipField(context, relationship),
        ),
      ]),
  }))
}

/** A null is refused here when the column is NOT NULL; left out, the column takes its default. */
function columnFields(context: SchemaContext, target: RoleTable): InputField[] {
  const permitted = insertPermission(context, target)?.columns ?? new Set()
  return [...target.table.columns.values()]
    .filter(column => permitted.has(column.name))
    .map(column =>
      inputField(
        context.naming.column(column),
        context.columnType(column, true),
        { kind: 'insertColumn', column },
        { description: column.description, null: column.nullable ? 'accept' : 'reject' },
      ),
    )
}

function relationshipField(
  context: SchemaContext,
  relationship: ResolvedRelationship,
): InputField[] {
  const target = context.table(relationship.target)
  if (!target || !insertPermission(context, target)) return []
  const type =
    relationship.kind === 'object' ? objectInput(context, target) : arrayInput(context, target)
  return [
    inputField(relationship.name, nullable(type), {
      kind: 'insertRelationship',
      relationship,
      target,
    }),
  ]
}

function objectInput(context: SchemaContext, target: TypedTable): InputObjectType {
  return context.input(target.names.type('obj_rel_insert_input'), () => ({
    description: `input type for inserting object relation for remote table "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        inputField('data', required(insertInput(context, target)), { kind: 'argument' }),
        ...onConflictArgument(context, target),
      ]),
  }))
}

function arrayInput(context: SchemaContext, target: TypedTable): InputObjectType {
  return context.input(target.names.type('arr_rel_insert_input'), () => ({
    description: `input type for inserting array relation for remote table "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        inputField('data', listOf(required(insertInput(context, target)), false), {
          kind: 'argument',
        }),
        ...onConflictArgument(context, target),
      ]),
  }))
}

/** `on_conflict`, where the table has something to conflict with. */
function onConflictArgument(context: SchemaContext, target: TypedTable): InputField[] {
  const type = onConflictInput(context, target)
  return type
    ? [
        inputField(
          context.naming.field('on_conflict'),
          nullable(type),
          { kind: 'argument' },
          { description: 'upsert condition' },
        ),
      ]
    : []
}
