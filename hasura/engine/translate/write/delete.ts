import type { DeletePlan } from '../../plan/write/types.ts'
import type { SqlColumn, SqlDelete } from '../../sql/types.ts'
import type { TranslateContext } from '../context.ts'
import { rowCondition, writtenTable } from './row.ts'

/** DELETE; see {@link translateWrite}. */
export function translateDelete(
  { table, where }: DeletePlan,
  returning: readonly SqlColumn[],
  context: TranslateContext,
): SqlDelete {
  return { kind: 'delete', table, alias: writtenTable, where: rowCondition(where, context), returning }
}
