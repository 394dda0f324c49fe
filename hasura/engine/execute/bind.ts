import type { RequestValues } from '../document/types.ts'
import { EngineError } from '../errors.ts'
import type { Value } from '../plan/types.ts'
import type { SessionVariables } from '../session/types.ts'
import type { Program } from '../translate/operation.ts'
import type { MultiplexedStatement, Statement } from '../translate/types.ts'
import type { MutationProgram } from '../translate/write/types.ts'

/** Where the values of parameters come from. */
export interface Bindings extends RequestValues {
  readonly session: SessionVariables
  /** Values that only execution knows, by name. */
  readonly runtime?: ReadonlyMap<string, string | null>
}

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

/**
 * The parameters' values in PostgreSQL's text form.
 *
 * @throws EngineError not-found for a missing session variable; validation-failed or parse-failed
 *   for a client's value
 */
export function bindValues(parameters: readonly Value[], bindings: Bindings): (string | null)[] {
  return parameters.map(parameter => bindValue(parameter, bindings))
}

/** One value; see {@link bindValues}. */
function bindValue(value: Value, bindings: Bindings): string | null {
  switch (value.kind) {
    case 'constant':
      return value.text
    case 'input':
      return value.read(bindings)
    case 'session':
      return sessionVariable(bindings.session, value.variable)
    case 'sessionObject':
      return JSON.stringify(bindings.session)
    case 'runtime':
      return bindings.runtime?.get(value.name) ?? null
  }
}

function sessionVariable(session: SessionVariables, name: string): string {
  const text = Object.hasOwn(session, name) ? session[name] : undefined
  if (text === undefined) throw new EngineError('not-found', `missing session variable: "${name}"`)
  return text
}
