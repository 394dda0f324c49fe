import type { Program } from '../translate/operation.ts'
import type { MultiplexedStatement, Statement } from '../translate/types.ts'
import type { MutationProgram } from '../translate/write/types.ts'
import { bindValue, bindValues, type Bindings } from './bind.ts'
import { runMutation } from './mutation.ts'
import type { Database, TextRow } from './types.ts'

type Texts = readonly (string | null)[]

/** A query or mutation and a request's values. A mutation's are bound step by step, as it runs. */
export type BoundOperation =
  | {
    readonly kind: 'query'
    readonly statement: Statement
    readonly values: Texts
  }
  | {
    readonly kind: 'mutation'
    readonly program: MutationProgram
    readonly bindings: Bindings
  }

/** A subscription and a request's values. */
export interface BoundSubscription {
  readonly kind: 'live' | 'stream'
  readonly statement: MultiplexedStatement
  /** Texts of the statement's parameters: all that may differ between two subscribers. */
  readonly values: Texts
  /** Of a stream: which of `values` is the cursor. */
  readonly cursorIndex: number | undefined
}

/**
 * Binds a program to a request's values.
 *
 * @throws EngineError for what is wrong with them, before anything runs; see {@link bindValues}
 */
export function bindProgram(program: Program, bindings: Bindings): BoundOperation | BoundSubscription {
  switch (program.kind) {
    case 'mutation':
      return { kind: 'mutation', program, bindings }
    case 'query': {
      const { statement } = program
      return { kind: 'query', statement, values: bindValues(statement.parameters, bindings) }
    }
    case 'live': {
      const { kind, statement } = program
      const values = bindValues(statement.parameters, bindings)
      return { kind, statement, values, cursorIndex: undefined }
    }
    case 'stream': {
      const { kind, statement, cursor } = program
      const runtime = new Map([['cursor', bindValue(cursor.initial, bindings)]])
      const values = bindValues(statement.parameters, { ...bindings, runtime })
      return { kind, statement, values, cursorIndex: cursor.index }
    }
  }
}

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
