import type { SchemaContext, TypedTable } from '../context.ts'
import type { OutputField } from '../types.ts'
import { deleteFields } from './delete.ts'
import { insertFields } from './insert.ts'
import { updateFields } from './update.ts'

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
