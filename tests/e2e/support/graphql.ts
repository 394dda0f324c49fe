import type { APIRequestContext } from '@playwright/test'

/** A GraphQL answer of the gateway. */
export interface GraphqlAnswer {
  status: number
  data?: Record<string, unknown> | null
  errors?: { message: string, extensions?: { code?: string, field?: string } }[]
}

/** Asks the gateway with a bearer token and nothing else. */
export async function graphql(
  request: APIRequestContext,
  token: string,
  query: string,
  variables: object = {},
  role?: string,
): Promise<GraphqlAnswer> {
  const response = await request.post('/v1/graphql', {
    headers: { authorization: `Bearer ${token}`, ...(role && { 'x-hasura-role': role }) },
    data: { query, variables },
  })
  return {
    status: response.status(),
    ...((await response.json()) as Omit<GraphqlAnswer, 'status'>),
  }
}

/** Makes a goal and gives back its id. */
export async function createGoal(
  request: APIRequestContext,
  token: string,
  goal: {
    title: string
    parent_id?: string
    horizon?: string
    position?: number
    target_date?: string
    description?: string
    metrics?: Record<string, unknown>
  },
): Promise<string> {
  const { data, errors } = await graphql(
    request,
    token,
    `
      mutation CreateGoal($goal: goals_insert_input!) {
        insert_goals_one(object: $goal) {
          id
        }
      }
    `,
    { goal: { horizon: 'yearly', ...goal } },
  )
  const created = data?.insert_goals_one as { id: string } | undefined
  if (!created) throw new Error(`The goal was refused: ${JSON.stringify(errors)}`)
  return created.id
}
