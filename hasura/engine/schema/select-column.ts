import type { SchemaContext } from './context.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import type { EnumType, EnumValue } from './types.ts'

/** `T_select_column`, or undefined when the role reads no column. */
export function tableSelectColumn(context: SchemaContext, target: RoleTable): EnumType | undefined {
  const columns = target.columns()
  if (columns.length === 0) return undefined
  return selectColumnEnum(context, target.names.type('select_column'), `select columns of table "${target.table.graphqlName}"`, columns)
}

/** An enum with a value for each column. */
export function selectColumnEnum(context: SchemaContext, name: string, description: string, columns: readonly ReadableColumn[]): EnumType {
  return context.enumeration(name, () => ({
    description,
    values: () => new Map(columns.map((readable): [string, EnumValue] => {
      const value = context.naming.column(readable.column)
      return [value, { name: value, description: 'column name', meaning: { kind: 'column', readable } }]
    })),
  }))
}
