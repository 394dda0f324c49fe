import type { CatalogConstraint } from '../../catalog/types.ts'
import { byName, inputField, listOf, nullable, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import { updatePermission } from './permission.ts'
import type { RoleTable } from '../role-table.ts'
import type { EnumType, EnumValue, InputObjectType } from '../types.ts'

const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/

/** `T_on_conflict`, or undefined for a table (or view) without unique index. */
export function onConflictInput(
  context: SchemaContext,
  target: TypedTable,
): InputObjectType | undefined {
  const constraints = target.table.catalog.uniqueConstraints.filter(({ name }) =>
    graphqlName.test(name),
  )
  if (constraints.length === 0) return undefined
  return context.input(target.names.type('on_conflict'), () => ({
    description: `on_conflict condition type for table "${target.table.graphqlName}"`,
    fields: () =>
      byName([
        inputField('constraint', required(constraintEnum(context, target, constraints)), {
          kind: 'argument',
        }),
        inputField(
          context.naming.field('update_columns'),
          listOf(required(updateColumnEnum(context, target)), false),
          { kind: 'argument' },
          { default: '[]' },
        ),
        inputField('where', nullable(target.boolExp()), { kind: 'argument' }),
      ]),
  }))
}

function constraintEnum(
  context: SchemaContext,
  target: RoleTable,
  constraints: readonly CatalogConstraint[],
): EnumType {
  return context.enumeration(target.names.type('constraint'), () => ({
    description: `unique or primary key constraints on table "${target.table.graphqlName}"`,
    values: () =>
      byName(
        constraints.map(({ name, columns }): EnumValue => ({
          name,
          description: `unique or primary key constraint on columns ${columns.map(column => `"${column}"`).join(', ')}`,
          annotation: { kind: 'constraint', name },
        })),
      ),
  }))
}

/**
 * `T_update_column`. With nothing to update it keeps a placeholder, because an enum must have a
 * value.
 */
function updateColumnEnum(context: SchemaContext, target: RoleTable): EnumType {
  const permitted = updatePermission(context, target)?.columns ?? new Set()
  const columns = [...target.table.columns.values()].filter(column => permitted.has(column.name))
  return context.enumeration(target.names.type('update_column'), () => ({
    description: `${columns.length === 0 ? 'placeholder for ' : ''}update columns of table "${target.table.graphqlName}"${columns.length === 0 ? ' (current role has no relevant permissions)' : ''}`,
    values: () =>
      byName(
        columns.length === 0
          ? [
              {
                name: '_PLACEHOLDER',
                description: 'placeholder (do not use)',
                annotation: { kind: 'placeholder' },
              },
            ]
          : columns.map((column): EnumValue => ({
              name: context.naming.column(column),
              description: 'column name',
              annotation: { kind: 'updateColumnName', column },
            })),
      ),
  }))
}
