import { DatabaseError } from 'pg'
import { EngineError, type ErrorCode } from '../errors.ts'
import type { BoundStatement } from './types.ts'

interface Translation {
  readonly code: ErrorCode
  readonly message: string
}

/** SQLSTATE → Hasura's code and the words before PostgreSQL's message. */
const known: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  '23001': ['constraint-violation', 'Can not delete or update due to data being referred. '],
  '23502': ['constraint-violation', 'Not-NULL violation. '],
  '23503': ['constraint-violation', 'Foreign key violation. '],
  '23505': ['constraint-violation', 'Uniqueness violation. '],
  '23514': ['permission-error', 'Check constraint violation. '],
  '23P01': ['constraint-violation', 'Exclusion violation. '],
  '22025': ['bad-request', ''],
  '40001': ['concurrent-update', ''],
  '40P01': ['concurrent-update', ''],
  // The engine's own statements have no syntax errors: this one is in a value, such as an
  // ltxtquery.
  '42601': ['data-exception', ''],
  '42704': ['constraint-error', ''],
}

const missingConflictTarget = '42P10'

/**
 * What the client learns of a failed statement. `extensions.internal` holds PostgreSQL's own words,
 * for administrators.
 *
 * @param path where Hasura says the error is; `$` when it says nothing
 */
export function fromPostgres(
  error: unknown,
  statement: BoundStatement | undefined,
  path: string,
): EngineError {
  if (error instanceof EngineError) return error
  if (!(error instanceof DatabaseError)) return connectionError(error)
  const { code, message } = translate(error)
  return new EngineError(code, message, path, {
    internal: internalDetail(error, statement),
    cause: error,
  })
}

/** The SQLSTATE behind an error of this stage; undefined when PostgreSQL did not answer. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof EngineError && error.cause instanceof DatabaseError
    ? error.cause.code
    : undefined
}

function translate(error: DatabaseError): Translation {
  const state = error.code ?? ''
  const match = known[state]
  if (match) return { code: match[0], message: match[1] + error.message }
  if (state === missingConflictTarget)
    return {
      code: 'constraint-error',
      message: 'there is no unique or exclusion constraint on target column(s)',
    }
  if (state.startsWith('53'))
    return {
      code: 'postgres-max-connections-error',
      message: 'max connections reached on postgres',
    }
  if (state.startsWith('57P') || state.startsWith('08'))
    return { code: 'postgres-error', message: 'connection error' }
  if (state.startsWith('22')) return { code: 'data-exception', message: error.message }
  return { code: 'unexpected', message: 'database query error' }
}

function connectionError(error: unknown): EngineError {
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('timeout exceeded when trying to connect')) {
    return new EngineError(
      'postgres-max-connections-error',
      'max connections reached on postgres',
      '$',
      { internal: { error: message }, cause: error },
    )
  }
  return new EngineError('postgres-error', 'connection error', '$', {
    internal: { error: message },
    cause: error,
  })
}

function internalDetail(
  error: DatabaseError,
  statement: BoundStatement | undefined,
): Readonly<Record<string, unknown>> {
  return {
    statement: statement?.text,
    prepared: statement?.name !== undefined,
    error: {
      exec_status: 'FatalError',
      hint: error.hint ?? null,
      message: error.message,
      status_code: error.code ?? '',
      description: error.detail ?? null,
    },
    arguments: statement?.values ?? [],
  }
}
