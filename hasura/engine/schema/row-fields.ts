import type { NameOwner } from './claims.ts'
import type { SchemaContext } from './context.ts'
import type { RoleTable } from './role-table.ts'
import type { InputField, OutputField } from './types.ts'

/**
 * Fields of a type about a table's rows: a column, a relationship and a computed field cannot share
 * a name.
 */
export function rowFields<Field extends InputField | OutputField>(
  context: SchemaContext,
  target: RoleTable,
  typeName: string,
  fields: readonly Field[],
): ReadonlyMap<string, Field> {
  return context.claims.fields(
    typeName,
    fields.map(field => ({ owner: fieldOwner(field, target), field })),
  )
}

function fieldOwner(
  { annotation }: InputField | OutputField,
  { table: { name: table } }: RoleTable,
): NameOwner {
  if ('relationship' in annotation)
    return { kind: 'relationship', table, name: annotation.relationship.name }
  if ('field' in annotation) return { kind: 'computed field', table, name: annotation.field.name }
  return { kind: 'table', name: table }
}
