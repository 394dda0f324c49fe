import type { TableRootField } from '../metadata/types.ts'
import { inputField } from './builders.ts'
import type { SchemaContext } from './context.ts'
import type { NamePart } from './naming.ts'
import type { ReadableColumn, RoleTable } from './role-table.ts'
import { described } from './select.ts'
import type { InputField } from './types.ts'

/**
 * The readable columns of the primary key, or undefined when one of them is hidden or there is no
 * key.
 */
export function primaryKeyColumns(target: RoleTable): readonly ReadableColumn[] | undefined {
  const names = target.table.primaryKey
  if (!names) return undefined
  const columns = target.columns().filter(({ column }) => names.includes(column.name))
  return columns.length === names.length ? columns : undefined
}

/** One argument for each column of the primary key. */
export function primaryKeyArguments(
  context: SchemaContext,
  columns: readonly ReadableColumn[],
): readonly InputField[] {
  return columns.map(readable =>
    inputField(
      context.naming.column(readable.column),
      context.columnType(readable.column, false),
      { kind: 'primaryKey', readable },
      { description: described(readable.column.description, undefined) },
    ),
  )
}

/** A table's root field name: the custom one or the convention's. */
export function tableFieldName(
  context: SchemaContext,
  target: RoleTable,
  field: TableRootField,
  ...parts: readonly NamePart[]
): string {
  return context.naming.rootField(target.table.customRootFields[field]?.name, ...parts)
}

/** A root field's comment replaces the default description; an empty one removes it. */
export function tableFieldDescription(
  target: RoleTable,
  field: TableRootField,
  otherwise: string,
): string | undefined {
  return described(target.table.customRootFields[field]?.comment, otherwise)
}
