import { Client, fetchExchange, makeResult, type OperationResult } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { beforeEach, expect, test, vi } from 'vitest'
import { liveExchange } from '../../../../../app/plugins/live/exchange.ts'
import { cacheKeys } from '../../../../../app/plugins/urql-cache/keys.ts'
import { optimisticAnswers } from '../../../../../app/plugins/urql-cache/optimistic.ts'

const goalQuery = 'query Goal { goals_by_pk(id: "g1") { id title } }'
const listQuery = 'query List { goals { id title } }'
const renaming = `
  mutation Rename { update_goals_by_pk(pk_columns: { id: "g1" }, _set: { title: "Mine" }) { id title } }
`

/** What a server says, with a feed that the test is the other end of. */
let asked: string[]
let followed: Map<number, Parameters<typeof makeResult>[0]>
let delivers: boolean
let push: (answer: OperationResult) => void
let title: string
let client: Client
let holdWrites: Promise<void>

const goal = () => ({ __typename: 'goals', id: 'g1', title })

beforeEach(() => {
  asked = []
  followed = new Map()
  delivers = true
  title = 'Run'
  holdWrites = Promise.resolve()
  client = new Client({
    url: 'http://localhost/v1/graphql',
    preferGetMethod: false,
    fetch: async (_url, init) => {
      const { query } = JSON.parse(String(init?.body)) as { query: string }
      asked.push(/\w+ (\w+)/.exec(query)?.[1] ?? '')
      if (query.startsWith('mutation')) await holdWrites
      const data = query.startsWith('mutation')
        ? { update_goals_by_pk: { ...goal(), title: 'Mine' } }
        : query.includes('goals_by_pk')
          ? { goals_by_pk: goal() }
          : { goals: [goal()] }
      return Response.json({ data: { __typename: 'root', ...data } })
    },
    exchanges: [
      liveExchange(
        cacheExchange({ keys: cacheKeys, optimistic: optimisticAnswers }),
        async (given) => {
          push = given
          return {
            follow: operation => followed.set(operation.key, operation),
            leave: key => followed.delete(key),
            delivers: () => delivers,
            pause: () => {},
            resume: () => {},
            close: () => {},
          }
        },
      ),
      fetchExchange,
    ],
  })
})

/** Shows a query's title as a page does. */
function show(query: string, live: boolean | ((data: object) => boolean)) {
  const titles: string[] = []
  const { unsubscribe } = client.query(query, {}, { live }).subscribe(({ data }) => {
    const { goals_by_pk: one, goals } = data as Record<string, { title: string } & { title: string }[]>
    titles.push((one ?? goals?.[0])?.title ?? '')
  })
  return { titles, unsubscribe }
}

/** The feed brings the goal as it is now. */
function bring(): void {
  for (const operation of followed.values())
    push(makeResult(operation, { data: { goals_by_pk: goal() } }))
}

test('a live query is answered once and followed from then on; others are not', async () => {
  const page = show(goalQuery, true)
  const list = show(listQuery, false)
  expect(followed.size).toBe(0)
  await vi.waitUntil(() => followed.size === 1 && list.titles.length === 1)

  title = 'Run far'
  bring()
  expect(page.titles.at(-1)).toBe('Run far')
  await vi.waitUntil(() => list.titles.at(-1) === 'Run far')
  expect(asked).toEqual(['Goal', 'List'])
})

test('a function decides by the first answer whether a query is followed', async () => {
  show(goalQuery, data => 'goals_by_pk' in data)
  const list = show(listQuery, data => 'goals_by_pk' in data)
  await vi.waitUntil(() => followed.size === 1 && list.titles.length === 1)
  delivers = false
  await client.mutation(renaming, {}).toPromise()
  await vi.waitUntil(() => asked.length === 4)
  expect(asked).toEqual(['Goal', 'List', 'Rename', 'Goal'])
  expect(followed.size).toBe(1)
})

test('what is brought while a write is under way does not undo its likely answer', async () => {
  const page = show(goalQuery, true)
  await vi.waitUntil(() => followed.size === 1)
  let release = () => {}
  holdWrites = new Promise(resolve => (release = resolve))
  const write = client.mutation(renaming, {}).toPromise()
  await vi.waitUntil(() => page.titles.at(-1) === 'Mine')

  title = 'Theirs'
  bring()
  expect(page.titles).not.toContain('Theirs')
  title = 'Mine'
  release()
  await write
  bring()
  expect(new Set(page.titles)).toEqual(new Set(['Run', 'Mine']))
})

test('a query is left when nobody shows it any more', async () => {
  const page = show(goalQuery, true)
  await vi.waitUntil(() => followed.size === 1)
  page.unsubscribe()
  expect(followed.size).toBe(0)
})

test.each([
  { feedDelivers: true, questions: ['Goal', 'Rename'] },
  { feedDelivers: false, questions: ['Goal', 'Rename', 'Goal'] },
])(
  'a write asks again only where the feed does not deliver ($feedDelivers)',
  async ({ feedDelivers, questions }) => {
    show(goalQuery, true)
    await vi.waitUntil(() => followed.size === 1)
    delivers = feedDelivers
    await client.mutation(renaming, {}).toPromise()
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(asked).toEqual(questions)
  },
)
