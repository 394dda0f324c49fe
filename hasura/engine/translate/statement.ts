import { createHash } from 'node:crypto'
import type { Value } from '../plan/types.ts'
import { printSql } from '../sql/print.ts'
import type { ParameterSource, SqlQuery } from '../sql/types.ts'
import type { ResponseTemplate, Statement } from './types.ts'

/** Prints and names a statement whose parameters are plan values. */
export function printStatement(query: SqlQuery, response: ResponseTemplate): Statement {
  const { text, parameters, permissionRanges } = printSql(query)
  return {
    text,
    name: statementName(text),
    parameters: planValues(parameters),
    response,
    permissionRanges,
  }
}

/** A prepared statement's name: equal texts share it, and PostgreSQL's limit of 63 bytes holds. */
export function statementName(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32)
}

/** Every parameter of a translated plan is a plan value. */
export function planValues(parameters: readonly ParameterSource[]): readonly Value[] {
  return parameters as readonly Value[]
}
