import { byName } from './builders.ts'
import type { TypeName } from './claims.ts'
import type { SchemaContext } from './context.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import type { EnumType, EnumValue } from './types.ts'

/** `T_select_column`, or undefined when the role reads no column. */
export function tableSelectColumn(context: SchemaContext, target: RoleTable): EnumType | undefined {
  const columns = target.columns()
  if (columns.length === 0) return undefined
  return selectColumnEnum(
    context,
    target.names.type('select_column'),
    `select columns of table "${target.table.graphqlName}"`,
    columns,
  )
}

/** An enum with a value for each column. */
export function selectColumnEnum(
  context: SchemaContext,
  name: TypeName,
  description: string,
  columns: readonly ReadableColumn[],
): EnumType {
  return context.enumeration(name, () => ({
    description,
    values: () =>
      byName(
        columns.map((readable): EnumValue => ({
          name: context.naming.column(readable.column),
          description: 'column name',
          annotation: { kind: 'column', readable },
        })),
      ),
  }))
}
