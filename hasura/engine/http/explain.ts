import type { Pipeline } from '../pipeline.ts'
import { readRequest } from '../document/request.ts'
import type { JsonValue } from '../json/json.ts'
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
 */
export function explainText({ explain }: Pipeline, body: JsonValue): string {
  const { query, user } = (body ?? {}) as { query?: unknown, user?: RequestHeaders | null }
  const statements = explain(sessionOf(user ?? {}), readRequest(query, '$.query'))
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
