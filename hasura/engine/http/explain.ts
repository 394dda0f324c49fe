import { EngineError } from '../errors.ts'
import type { Pipeline } from '../pipeline.ts'
import { parseRequestJson, readRequest } from '../document/request.ts'
import { asksForBackendOnly, requestedRole, variablesFromHeaders } from '../session/headers.ts'
import type { RequestHeaders, Session } from '../session/types.ts'

/**
 * The body of an answer of `/v1/graphql/explain`: what a query would run for the session variables
 * in `user`.
 *
 * Hasura's request and, for queries, its response: a list of `{ field, sql, plan }`. One statement
 * answers all root fields here, so `field` numbers the statements, and the `plan` is left to
 * whoever runs the statement. `permission` is an addition: the ranges of `sql` that come from the
 * role's permissions.
 *
 * @throws EngineError `access-denied` for everybody but admin
 */
export function explainText(pipeline: Pipeline, asker: Session, bytes: Uint8Array): string {
  if (asker.role !== 'admin')
    throw new EngineError('access-denied', 'restricted access : admin only')
  const body = parseRequestJson(new TextDecoder().decode(bytes)) as {
    query?: unknown
    user?: RequestHeaders | null
  } | null
  const request = readRequest(body?.query, '$.query')
  const statements = pipeline.explain(sessionOf(body?.user ?? {}), request)
  return JSON.stringify(
    statements.map(({ sql, permissionRanges }, index) => ({
      field: `statement ${index + 1}`,
      sql,
      plan: [],
      permission: permissionRanges ?? [],
    })),
  )
}

function sessionOf(user: RequestHeaders): Session {
  const variables = Object.fromEntries(
    Object.entries(user).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const role = requestedRole(variables) ?? 'admin'
  return {
    role,
    variables: variablesFromHeaders(variables, role),
    backendOnly: asksForBackendOnly(variables),
    expiresAt: undefined,
  }
}
