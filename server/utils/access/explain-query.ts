import { z } from 'zod'
import { serverConfig } from '../config.ts'
import { Problem, Unavailable } from '../errors.ts'

/** A query, and the role in which its sender would run it. */
export interface QueryToExplain {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | undefined
  readonly role: string
}

/** The user who asks which SQL their own query becomes. */
export interface QueryOwner {
  readonly id: string
  readonly allowedRoles: readonly string[]
}

/**
 * `plan` as PostgreSQL explains it; `permission`: the ranges `[start, end)` of `sql` that the
 * role's permissions put there, where that is known.
 */
const statement = z.object({
  field: z.string().default(''),
  sql: z.string(),
  plan: z
    .array(z.string())
    .nullish()
    .transform(lines => lines ?? []),
  permission: z.array(z.tuple([z.number(), z.number()])).default([]),
})

/** One statement that a query becomes. */
export type ExplainedQuery = z.infer<typeof statement>

/** Hasura answers a list for queries and one object for subscriptions. */
const statements = z.union([z.array(statement), statement.transform(one => [one])])
const refusal = z.object({ error: z.string() })

/**
 * Whether a user may ask at all: where the server holds Hasura's secret, administrators; on a
 * developer's server everybody.
 */
export function mayExplainQueries({ allowedRoles }: QueryOwner): boolean {
  const { adminSecret, isDevelopment } = serverConfig()
  return adminSecret !== undefined && (isDevelopment || allowedRoles.includes('org_admin'))
}

/**
 * Asks Hasura what a query becomes, always for the asker's own id and in a role that is theirs.
 *
 * @throws Problem `forbidden`, or `bad-request` with Hasura's reason; Unavailable when Hasura does
 *   not answer
 * @see https://hasura.io/docs/2.0/api-reference/explain/
 */
export async function explainQuery(
  owner: QueryOwner,
  { role, ...query }: QueryToExplain,
): Promise<ExplainedQuery[]> {
  if (!mayExplainQueries(owner))
    throw new Problem(
      'forbidden',
      'What a query becomes is shown to administrators only, and only where the server may ask Hasura for it.',
    )
  if (!owner.allowedRoles.includes(role))
    throw new Problem('forbidden', `The role ${role} is not one of yours.`, { field: 'role' })
  const user = { 'x-hasura-role': role, 'x-hasura-user-id': owner.id }
  const { status, body } = await ask(JSON.stringify({ query, user }))
  if (status === 200) return statements.parse(body)
  const refused = refusal.safeParse(body)
  if (status === 400 && refused.success)
    throw new Problem('bad-request', refused.data.error, { field: 'query' })
  throw new Unavailable('Hasura', new Error(`/v1/graphql/explain answered ${status}`))
}

async function ask(body: string): Promise<{ status: number, body: unknown }> {
  const { graphqlEndpoint, adminSecret = '' } = serverConfig()
  try {
    const response = await fetch(`${graphqlEndpoint.replace(/\/$/, '')}/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret },
      body,
      signal: AbortSignal.timeout(10_000),
      redirect: 'error',
    })
    return { status: response.status, body: await response.json() }
  }
  catch (cause) {
    throw new Unavailable('Hasura', cause)
  }
}
