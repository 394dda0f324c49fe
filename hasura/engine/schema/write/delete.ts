import { inputField, nullable, required } from '../builders.ts'
import type { SchemaContext, TypedTable } from '../context.ts'
import { primaryKeyArguments, primaryKeyColumns } from '../root-field.ts'
import type { OutputField } from '../types.ts'
import { deletePermission } from './permission.ts'
import { mutationResponse } from './response.ts'
import { writeField } from './root-field.ts'

/** `delete_T` and `delete_T_by_pk`. */
export function deleteFields(context: SchemaContext, target: TypedTable): OutputField[] {
  if (!deletePermission(context, target)) return []
  const where = inputField(
    'where',
    required(target.boolExp()),
    { kind: 'argument' },
    { description: 'filter the rows which have to be deleted' },
  )
  const key = target.permissions.select && primaryKeyColumns(target)
  return [
    writeField(context, target, 'delete', ['delete', target.names.base], {
      type: nullable(mutationResponse(context, target)),
      annotation: { kind: 'deleteRoot', target, rows: 'where' },
      description: 'delete data from the table',
      arguments: [where],
    }),
    ...(key
      ? [
          writeField(context, target, 'delete_by_pk', ['delete', target.names.base, 'by_pk'], {
            type: nullable(target.object()),
            annotation: { kind: 'deleteRoot', target, rows: 'primaryKey' },
            description: 'delete single row from the table',
            arguments: primaryKeyArguments(context, key),
          }),
        ]
      : []),
  ]
}
