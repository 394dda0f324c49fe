import { cacheExchange } from '@urql/exchange-graphcache'
import { Client, fetchExchange } from '@urql/core'
import { isNonNullType, Kind, type GraphQLObjectType } from 'graphql'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  createGoalMutation,
  deletedGoalsQuery,
  restoreGoalMutation,
  updateGoalMutation,
} from '../../../../app/graphql/member/goals.ts'
import { createCheckInMutation } from '../../../../app/graphql/member/check-ins.ts'
import { createKeyResultMutation } from '../../../../app/graphql/member/key-results.ts'
import { createTaskMutation } from '../../../../app/graphql/member/tasks.ts'
import { readSchema } from '../../../../app/graphql/tools/write-types.ts'
import { goalOutlineQuery } from '../../../../app/graphql/viewer/goals.ts'
import { cacheKeys } from '../../../../app/plugins/urql-cache/keys.ts'
import { defaults, optimisticAnswers } from '../../../../app/plugins/urql-cache/optimistic.ts'
import { cacheUpdates } from '../../../../app/plugins/urql-cache/updates.ts'
import { shownProgress, type ProgressGoal } from '../../../../app/utils/progress.ts'

const me = 'a1ce0000-0000-4000-8000-000000000000'
const openQuery = /* GraphQL */ `
  query Open {
    goals(where: { status: { _eq: "active" } }) {
      id
      title
      status
    }
  }
`

/**
 * What the server answers to each operation, in the order of the questions; each is let go by the
 * test.
 */
let questions: { query: string, answer: (body: object) => void }[] = []
let client: Client

beforeEach(() => {
  questions = []
  client = new Client({
    url: 'http://localhost/v1/graphql',
    preferGetMethod: false,
    fetch: (_url, init) =>
      new Promise(resolve =>
        questions.push({
          query: (JSON.parse(String(init?.body)) as { query: string }).query,
          answer: body =>
            resolve(
              new Response(JSON.stringify(body), {
                headers: { 'content-type': 'application/json' },
              }),
            ),
        }),
      ),
    exchanges: [
      cacheExchange({ keys: cacheKeys, optimistic: optimisticAnswers, updates: cacheUpdates(me) }),
      fetchExchange,
    ],
  })
})

const whole = (id: string, more: object = {}) => ({
  __typename: 'goals',
  id,
  parent_id: null,
  horizon: 'weekly',
  status: 'active',
  title: id,
  manual_progress: 0,
  figures: null,
  target_date: null,
  position: 0,
  is_inbox: false,
  completed_at: null,
  created_at: '2026-11-20T00:00:00Z',
  updated_at: '2026-11-20T00:00:00Z',
  description: '',
  success_criteria: '',
  parent: null,
  ...more,
})

/** Follows a query and keeps what it showed last, as titles. */
async function follow(
  query: Parameters<Client['query']>[0],
  variables: object,
  titles: (data: never) => unknown,
  first: object,
) {
  const shown: { now: unknown } = { now: undefined }
  client.query(query, variables).subscribe(({ data }) => {
    if (data) shown.now = titles(data as never)
  })
  await answered(first)
  return shown
}

async function answered(body: object) {
  await settled()
  questions.shift()!.answer(body)
  await settled()
}

const settled = () => new Promise(resolve => setTimeout(resolve, 5))
const titlesOf = ({ goals }: { goals: { title: string }[] }) => goals.map(goal => goal.title)
const twoOpen = { data: { goals: [whole('one'), whole('two')] } }

describe('a change shows at once', () => {
  test('a new goal joins the lists whose condition it meets, and is confirmed', async () => {
    const open = await follow(openQuery, {}, titlesOf, twoOpen)
    void client
      .mutation(createGoalMutation, { object: { title: 'three', horizon: 'weekly' } })
      .toPromise()
    await settled()
    expect(open.now).toEqual(['one', 'two', 'three'])
    await answered({ data: { insert_goals_one: whole('3', { title: 'three' }) } })
    expect(open.now).toEqual(['one', 'two', 'three'])
  })

  test('a new goal joins the outline of its owner', async () => {
    const titles = ({ user_goals: rows }: { user_goals: { goal: { title: string } }[] }) =>
      rows.map(row => row.goal.title)
    const outline = await follow(goalOutlineQuery, { me, limit: 10 }, titles, {
      data: { user_goals: [] },
    })
    void client.mutation(createGoalMutation, { object: { title: 'first' } }).toPromise()
    await settled()
    expect(outline.now).toEqual(['first'])
    await answered({ data: { insert_goals_one: whole('1', { title: 'first' }) } })
    expect(outline.now).toEqual(['first'])
  })

  test('a completed goal leaves the list of open ones, and comes back when it is reopened', async () => {
    const open = await follow(openQuery, {}, titlesOf, twoOpen)
    for (const [status, titles] of [
      ['completed', ['two']],
      ['active', ['two', 'one']],
    ] as const) {
      void client.mutation(updateGoalMutation, { id: 'one', set: { status } }).toPromise()
      await settled()
      expect(open.now).toEqual(titles)
      await answered({ data: { update_goals_by_pk: whole('one', { status }) } })
      expect(open.now).toEqual(titles)
    }
  })

  test('a completed goal shows 100 per cent, and its own progress as soon as it is reopened', async () => {
    const progress = ({ user_goals: rows }: { user_goals: { goal: ProgressGoal }[] }) =>
      rows.map(row => shownProgress(row.goal))
    const own = { status: 'active', manual_progress: 40 }
    const membership = { __typename: 'user_goals', user_id: me, goal_id: 'one', role: 'owner' }
    const outline = await follow(goalOutlineQuery, { me, limit: 10 }, progress, {
      data: { user_goals: [{ ...membership, goal: whole('one', own) }] },
    })
    for (const [set, shown] of [
      [{ status: 'completed' }, 100],
      [{ status: 'active' }, 40],
      [{ manual_progress: 60 }, 60],
      [{ status: 'completed' }, 100],
      [{ status: 'on_hold' }, 60],
    ] as const) {
      void client.mutation(updateGoalMutation, { id: 'one', set }).toPromise()
      await settled()
      expect(outline.now).toEqual([shown])
      Object.assign(own, set)
      await answered({ data: { update_goals_by_pk: whole('one', own) } })
      expect(outline.now).toEqual([shown])
    }
  })

  test('a goal in the trash leaves every list, and leaves the trash when it is restored', async () => {
    const open = await follow(openQuery, {}, titlesOf, twoOpen)
    void client
      .mutation(updateGoalMutation, { id: 'two', set: { deleted_at: '2026-11-20T00:00:00Z' } })
      .toPromise()
    await answered({ data: { update_goals_by_pk: whole('two') } })
    expect(open.now).toEqual(['one'])

    const titles = ({ deleted_goals: rows }: { deleted_goals: { title: string }[] }) =>
      rows.map(row => row.title)
    const trash = await follow(deletedGoalsQuery, {}, titles, {
      data: {
        deleted_goals: [
          {
            __typename: 'deleted_goals',
            id: 'two',
            title: 'two',
            horizon: 'weekly',
            status: 'active',
            deleted_at: '2026-11-20T00:00:00Z',
          },
        ],
      },
    })
    void client.mutation(restoreGoalMutation, { id: 'two' }).toPromise()
    await settled()
    expect(trash.now).toEqual([])
  })
})

describe('a refused change is taken back', () => {
  const refusal = { errors: [{ message: 'No.', extensions: { code: 'permission-error' } }] }

  test.each([
    [
      'a new goal',
      () => client.mutation(createGoalMutation, { object: { title: 'three' } }),
      ['one', 'two', 'three'],
    ],
    [
      'a completed goal',
      () => client.mutation(updateGoalMutation, { id: 'one', set: { status: 'completed' } }),
      ['two'],
    ],
    [
      'another title',
      () => client.mutation(updateGoalMutation, { id: 'one', set: { title: 'uno' } }),
      ['uno', 'two'],
    ],
  ])('%s', async (_what, change, meanwhile) => {
    const open = await follow(openQuery, {}, titlesOf, twoOpen)
    const outcome = change().toPromise()
    await settled()
    expect(open.now).toEqual(meanwhile)
    await answered(refusal)
    expect(open.now).toEqual(['one', 'two'])
    expect((await outcome).error?.graphQLErrors[0]?.message).toBe('No.')
  })
})

test('what the server answers wins over what was expected', async () => {
  const open = await follow(openQuery, {}, titlesOf, twoOpen)
  void client.mutation(updateGoalMutation, { id: 'one', set: { title: '  uno  ' } }).toPromise()
  await answered({ data: { update_goals_by_pk: whole('one', { title: 'uno' }) } })
  expect(open.now).toEqual(['uno', 'two'])
})

test.each([
  ['goals', createGoalMutation],
  ['tasks', createTaskMutation],
  ['key_results', createKeyResultMutation],
  ['check_ins', createCheckInMutation],
] as const)('a new row of %s has every column that its mutation asks for', (table, mutation) => {
  const type = readSchema('member').getType(table) as GraphQLObjectType
  const neverNull = mutation.definitions
    .filter(node => node.kind === Kind.FRAGMENT_DEFINITION)
    .filter(node => node.typeCondition.name.value === table)
    .flatMap(node => node.selectionSet.selections)
    .flatMap(node => (node.kind === Kind.FIELD ? [node.name.value] : []))
    .filter(name => isNonNullType(type.getFields()[name]!.type))
  const made = [...Object.keys(defaults[table]), 'id', 'created_at', 'updated_at', 'goal_id', 'goal']
  expect(neverNull.filter(name => !made.includes(name))).toEqual([])
})
