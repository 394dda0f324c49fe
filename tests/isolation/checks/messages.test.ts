// Checks 24 to 29, seen from the side: how many messages come and when. A row that is hidden stays
// as silent as one that does not exist.
import { performance } from 'node:perf_hooks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  openSocket,
  type GraphQLSocket,
  type SocketMessage,
} from '../../../hasura/engine/tests/support/graphql-socket.ts'
import { absent, expectSame, hidden, own, person } from '../support/pairs.ts'
import { startStack, type Place, type Stack } from '../support/stack.ts'
import { credentialsOf } from '../support/target.ts'
import { exchange } from '../support/wire.ts'

let stack: Stack
const open: GraphQLSocket[] = []

beforeAll(async () => {
  stack = await startStack()
})
afterEach(() => open.splice(0).forEach(socket => socket.close()))
afterAll(() => stack.close())

async function openAs(place: Place, name: string): Promise<GraphQLSocket> {
  const socket = await openSocket(
    stack[place].endpoint.replace('/v1/graphql', ''),
    'graphql-transport-ws',
    await credentialsOf(stack[place], person(name)),
  )
  open.push(socket)
  return socket
}

/**
 * Subscribes to a hidden, an absent and an own row by one text, so that the engine asks for the
 * three together.
 */
function subscribeToAll(socket: GraphQLSocket, query: string): void {
  for (const [id, goal] of Object.entries({ hidden: hidden.goal, absent, own: own.goal }))
    socket.send({ type: 'subscribe', id, payload: { query, variables: { goal } } })
}

/** Takes messages until one satisfies; returns all of them. */
async function until(
  socket: GraphQLSocket,
  isLast: (message: SocketMessage, all: readonly SocketMessage[]) => boolean,
): Promise<SocketMessage[]> {
  const messages: SocketMessage[] = []
  for (let message = await socket.next(); ; message = await socket.next()) {
    messages.push(message)
    if (isLast(message, messages)) return messages
  }
}

const payloadsOf = (messages: readonly SocketMessage[], id: string) =>
  messages.filter(message => message.id === id).map(({ type, payload }) => ({ type, payload }))

const live = [
  ['a row', 'subscription ($goal: uuid!) { goals_by_pk(id: $goal) { title } }'],
  ['a list', 'subscription ($goal: uuid!) { goals(where: {id: {_eq: $goal}}) { title } }'],
  [
    'an aggregate',
    'subscription ($goal: uuid!) { goals_aggregate(where: {id: {_eq: $goal}}) { aggregate { count max { title } } } }',
  ],
  [
    'what is below a row',
    'subscription ($goal: uuid!) { goals_by_pk(id: $goal) { title tasks { title } } }',
  ],
] as const

describe.each<Place>(['engine', 'gateway'])('at the %s', (place) => {
  test.each(live)(
    '24: B subscribes to %s of A, which A then changes: the same messages as for an absent one, and none more',
    async (_what, query) => {
      const socket = await openAs(place, 'bob')
      subscribeToAll(socket, query)
      const seen = await until(socket, (_last, all) =>
        ['hidden', 'absent', 'own'].every(id => payloadsOf(all, id).length > 0),
      )
      for (const round of [1, 2, 3]) {
        const title = `${place} ${query.length} ${round}`
        await stack.client.query(`update goals set title = $1 where id = '${hidden.goal}'`, [title])
        await stack.client.query(`update tasks set title = $1 where goal_id = '${hidden.goal}'`, [
          title,
        ])
        await stack.client.query(`update goals set title = $1 where id = '${own.goal}'`, [title])
        seen.push(
          ...(await until(
            socket,
            message => message.id === 'own' && JSON.stringify(message.payload).includes(title),
          )),
        )
      }
      expect(payloadsOf(seen, 'own').length).toBeGreaterThan(3)
      expect(payloadsOf(seen, 'hidden')).toEqual(payloadsOf(seen, 'absent'))
      expect(payloadsOf(seen, 'hidden')).toHaveLength(1)
    },
  )

  test('24: B streams rows of A: silence, as for an absent row', async () => {
    const socket = await openAs(place, 'bob')
    subscribeToAll(
      socket,
      'subscription ($goal: uuid!) { goals_stream(batch_size: 10, cursor: {initial_value: {updated_at: "1970-01-01T00:00:00Z"}}, where: {id: {_eq: $goal}}) { title } }',
    )
    const seen = await until(socket, message => message.id === 'own')
    for (const round of [1, 2, 3]) {
      await stack.client.query(
        `update goals set title = $1 where id in ('${hidden.goal}', '${own.goal}')`,
        [`stream ${place} ${round}`],
      )
      seen.push(
        ...(await until(
          socket,
          message =>
            message.id === 'own'
            && JSON.stringify(message.payload).includes(`stream ${place} ${round}`),
        )),
      )
    }
    expect(payloadsOf(seen, 'hidden')).toEqual(payloadsOf(seen, 'absent'))
  })

  test('24: while A, who subscribes to the same, is told of every change', async () => {
    const socket = await openAs(place, 'alice')
    subscribeToAll(socket, live[0][1])
    await until(socket, message => message.id === 'hidden')
    await stack.client.query(`update goals set title = 'told ${place}' where id = '${hidden.goal}'`)
    const told = await until(socket, message =>
      JSON.stringify(message.payload).includes(`told ${place}`),
    )
    expect(told.at(-1)).toMatchObject({ type: 'next', id: 'hidden' })
  })

  test.each([
    ['read', (id: string) => `{ goals_by_pk(id: "${id}") { title } }`],
    [
      'update',
      (id: string) =>
        `mutation { update_goals_by_pk(pk_columns: {id: "${id}"}, _set: {title: "x"}) { id } }`,
    ],
    [
      'insert below',
      (id: string) =>
        `mutation { insert_tasks_one(object: {title: "x", goal_id: "${id}"}) { id } }`,
    ],
  ])(
    '24 to 29: a %s of a hidden row is as long as one of an absent row; how long they take is told here',
    async (what, question) => {
      const times: Record<string, number[]> = { [hidden.goal]: [], [absent]: [] }
      const take = async (id: string) => {
        const start = performance.now()
        await exchange(
          { target: stack[place], transport: 'http', person: person('bob') },
          { query: question(id) },
        )
        times[id]!.push(performance.now() - start)
      }
      for (let pair = 0; pair < 40; pair++)
        for (const id of pair % 2 ? [hidden.goal, absent] : [absent, hidden.goal]) await take(id)
      console.log(
        `timing at the ${place}, ${what}: hidden ${median(times[hidden.goal]!)} ms, absent ${median(times[absent]!)} ms (medians of 40, taken in turn)`,
      )
      await expectSame(stack, [place, 'http'], question, hidden.goal)
      await expectSame(stack, [place, 'websocket'], question, hidden.goal)
    },
  )
})

function median(numbers: readonly number[]): string {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!.toFixed(2)
}
