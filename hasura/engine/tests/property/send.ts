import { EngineError } from '../../index.ts'
import { adminSecret } from '../support/engine.ts'
import { parseExactly } from './json.ts'
import type { Request } from './variables.ts'
import type { World, WorldSession } from './world.ts'

/** What came back: data, or the one error's code. */
export type Reply = { readonly data: unknown } | { readonly code: string, readonly message: string }

/** Asks the engine, in this process or over HTTP. What is not an answer of the engine is thrown. */
export async function send(
  world: World,
  { session }: WorldSession,
  { query, variables }: Request,
  transport: 'library' | 'http',
): Promise<Reply> {
  if (transport === 'http') return post(world, session.variables, { query, variables })
  try {
    const body = await world.engine.execute(session, {
      query,
      variables: variables as never,
      operationName: undefined,
    })
    return parseExactly(body) as { data: unknown }
  }
  catch (error) {
    if (error instanceof EngineError)
      return {
        code: error.code,
        message: `${error.message} ${error.code === 'unexpected' ? JSON.stringify(error.internal) : ''}`,
      }
    throw error
  }
}

async function post(
  world: World,
  variables: Readonly<Record<string, string>>,
  body: Request,
): Promise<Reply> {
  const response = await fetch(`${world.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      ...variables,
      'content-type': 'application/json',
      'x-hasura-admin-secret': adminSecret,
    },
    body: JSON.stringify(body),
  })
  const answer = parseExactly(await response.text()) as {
    data?: unknown
    errors?: readonly { message: string, extensions: { code: string } }[]
  }
  if (response.status !== 200) throw new Error(`status ${response.status}`)
  const [error] = answer.errors ?? []
  return error ? { code: error.extensions.code, message: error.message } : { data: answer.data }
}
