import type { BoundOperation } from './bind.ts'
import { runMutation } from './mutation.ts'
import type { Database, TextRow } from './types.ts'

/** Reads a query's row; a statement without columns is not run. An abort cancels it. */
export async function executeQuery(
  database: Database,
  { statement, values }: Extract<BoundOperation, { readonly kind: 'query' }>,
  signal?: AbortSignal,
): Promise<TextRow> {
  const { text, name, response } = statement
  if (response.every(part => typeof part === 'string')) return []
  const [row] = await database.run({ text, name, values }, { signal })
  return row ?? []
}

/** Runs a mutation in a transaction of its own: the JSON of `data`. An abort rolls it back. */
export function executeMutation(
  database: Database,
  { program, bindings }: Extract<BoundOperation, { readonly kind: 'mutation' }>,
  signal?: AbortSignal,
): Promise<string> {
  return database.transaction(
    bindings.session,
    runner => runMutation(program, runner, bindings),
    signal,
  )
}
