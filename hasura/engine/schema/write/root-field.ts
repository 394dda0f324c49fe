import { displayName } from '../../catalog/types.ts'
import type { TableRootField } from '../../metadata/types.ts'
import type { FieldAnnotation } from '../annotation.ts'
import { outputField } from '../builders.ts'
import type { SchemaContext } from '../context.ts'
import type { NamePart } from '../naming.ts'
import type { RoleTable } from '../role-table.ts'
import { tableFieldDescription, tableFieldName } from '../root-field.ts'
import type { InputField, OutputField, TypeRef } from '../types.ts'

interface RootFieldParts {
  readonly type: TypeRef
  readonly annotation: FieldAnnotation
  readonly description: string
  readonly arguments: readonly InputField[]
}

/** A root field that writes rows of a table. */
export function writeField(
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
