import { print, type DocumentNode, type GraphQLSchema } from 'graphql'
import { readContent, restoreContent, same } from './content.ts'
import { changes } from './changes.ts'
import { isRefusal, isSameRefusal } from './codes.ts'
import { checkAnswer } from './oracle/check.ts'
import { hiddenRows } from './oracle/hidden.ts'
import { asSubscription, type LiveTransport } from './live.ts'
import type { Oracle } from './oracle/visible.ts'
import type { Random } from './random.ts'
import { send, type Reply } from './send.ts'
import { withVariables, type Request } from './variables.ts'
import type { Content, World } from './world.ts'

/** Who asks, and all that is known of what they may see. */
export interface Place {
  readonly world: World
  readonly oracle: Oracle
  readonly schema: GraphQLSchema
  readonly live: LiveTransport
  /** What is in the database between documents. */
  readonly content: Content
}

/** What became of a document. */
export interface Outcome {
  readonly problems: readonly string[]
  /** The error's code, or `data`. */
  readonly result: string
  /** The document as it was asked again with variables. */
  readonly again: Request
}

/**
 * Asks a document as it is and again with variables, and compares the answers with the oracle and
 * with each other.
 */
export async function runDocument(
  document: DocumentNode,
  random: Random,
  place: Place,
): Promise<Outcome> {
  const { world, oracle, schema } = place
  const again = withVariables(document, schema, random)
  const transport = random.chance(0.05) ? 'http' : 'library'
  const isSubscribed = random.chance(0.125)
  const problems: string[] = []
  try {
    const isMutation = document.definitions.some(
      definition => 'operation' in definition && definition.operation === 'mutation',
    )
    const ask = (request: Request) =>
      isMutation
        ? written(request, transport, place, problems)
        : send(world, oracle.session, request, transport)
    const first = await ask({ query: print(document), variables: {} })
    const second = await ask(again)
    for (const reply of [first, second]) {
      if ('code' in reply && !isRefusal(reply))
        problems.push(`the engine failed: ${reply.code} ${reply.message}`)
    }
    const verdict =
      'data' in first && !isMutation
        ? await checkAnswer(first.data, document, schema, world, oracle)
        : { problems: [], isOpen: isMutation }
    problems.push(
      ...verdict.problems,
      ...difference('passing variables', first, second, verdict.isOpen),
    )
    if (isSubscribed && !isMutation && 'data' in first)
      problems.push(...(await checkLive(document, first, verdict.isOpen, place)))
    return { problems, result: 'code' in first ? first.code : 'data', again }
  }
  catch (error) {
    return {
      problems: [
        ...problems,
        `thrown: ${error instanceof Error ? `${error.stack} ${String(error.cause)}` : String(error)}`,
      ],
      result: 'thrown',
      again,
    }
  }
}

/**
 * Runs a mutation, holds every row that it changes or shows against what the session may do, and
 * puts the database back.
 */
async function written(
  request: Request,
  transport: 'library' | 'http',
  { world, oracle, content }: Place,
  problems: string[],
): Promise<Reply> {
  const reply = await send(world, oracle.session, request, transport)
  const after = await readContent(world.client, world.tables)
  if ('data' in reply)
    problems.push(...(await hiddenRows(reply.data, world, oracle, content, after)))
  if (changes(content, after).length === 0) return reply
  if ('code' in reply) problems.push('a refused mutation changed the database')
  problems.push(...(await oracle.session.writes(content, after)).map(problem => `LEAK: ${problem}`))
  await restoreContent(world.client, world.tables, content)
  return reply
}

/**
 * A subscription's first result is the query's answer, though its statement is another one: it
 * serves many sessions.
 */
async function checkLive(
  document: DocumentNode,
  answer: Reply,
  isOpen: boolean,
  { live, world }: Place,
): Promise<string[]> {
  const subscription = asSubscription(document, world.namespace)
  return subscription
    ? difference(
        'subscribing',
        answer,
        await live.first({ query: print(subscription), variables: {} }),
        isOpen,
      )
    : []
}

/** Lists come in any order where the document says none, and floats are added up in any order. */
function difference(what: string, first: Reply, second: Reply, isOpen: boolean): string[] {
  if ('code' in first && 'code' in second && isSameRefusal(first, second)) return []
  if ('code' in first || 'code' in second) {
    const codes = [first, second].map(reply =>
      'code' in reply ? `${reply.code} (${reply.message})` : 'data',
    )
    return [`${what} makes a difference: ${codes.join(' or ')}`]
  }
  return isOpen || same(unordered(first.data), unordered(second.data))
    ? []
    : [
        `${what} makes a difference: ${JSON.stringify(first.data)} or ${JSON.stringify(second.data)}`,
      ]
}

/** A float that came as a string. */
const longFraction = /^-?\d+\.\d{7,}(e[+-]\d+)?$/

function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => JSON.stringify(unordered(item))).sort()
  if (typeof value === 'number' && !Number.isInteger(value)) return Number(value.toPrecision(6))
  if (typeof value === 'string' && longFraction.test(value)) return unordered(Number(value))
  if (typeof value !== 'object' || value === null || 'rawJSON' in value) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unordered(item)]))
}
