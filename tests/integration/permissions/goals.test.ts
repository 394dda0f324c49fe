import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestGraphQL, type Ask, type TestGraphQL } from '../../support/graphql.ts'
import { addGoal, addTask, addUser, columnOf, inboxOf, share } from '../../support/rows.ts'

let graphql: TestGraphQL
let alice: string
let bob: string
let asAlice: Ask
let asBob: Ask
let asBobTheViewer: Ask

beforeAll(async () => {
  graphql = await createTestGraphQL()
  alice = await addUser(graphql.database.pool, 'alice')
  bob = await addUser(graphql.database.pool, 'bob')
  asAlice = graphql.as('member', alice)
  asBob = graphql.as('member', bob)
  asBobTheViewer = graphql.as('viewer', bob)
})

afterAll(() => graphql.close())

const pool = () => graphql.database.pool

const everyPath = `query ($id: uuid!) {
  list: goals(where: {id: {_eq: $id}}) { id }
  goals_by_pk(id: $id) { id }
  goals_aggregate(where: {id: {_eq: $id}}) { aggregate { count } }
  user_goals(where: {goal_id: {_eq: $id}}) { goal { id } }
  tasks(where: {goal_id: {_eq: $id}}) { id goal { id } }
  tasks_aggregate(where: {goal: {id: {_eq: $id}}}) { aggregate { count } }
  categories { tasks { goal { id } } }
  deleted_goals(where: {id: {_eq: $id}}) { id }
}`

const nothing = {
  list: [],
  goals_by_pk: null,
  goals_aggregate: { aggregate: { count: 0 } },
  user_goals: [],
  tasks: [],
  tasks_aggregate: { aggregate: { count: 0 } },
  categories: [{ tasks: [] }],
  deleted_goals: [],
}

describe('reading a goal', () => {
  test('works for its owner and for nobody else, on every path', async () => {
    const id = await addGoal(pool(), alice)
    const task = await addTask(pool(), id)
    expect(await asAlice(everyPath, { id })).toEqual({
      data: {
        ...nothing,
        list: [{ id }],
        goals_by_pk: { id },
        goals_aggregate: { aggregate: { count: 1 } },
        user_goals: [{ goal: { id } }],
        tasks: [{ id: task, goal: { id } }],
        tasks_aggregate: { aggregate: { count: 1 } },
      },
    })
    expect(await asBob(everyPath, { id })).toEqual({ data: nothing })
    expect(await asBobTheViewer(everyPath, { id })).toEqual({ data: nothing })
  })

  test('works for those whom it is shared with, who see its members and nothing else of them', async () => {
    const id = await addGoal(pool(), alice)
    await share(pool(), id, bob, 'viewer')
    for (const ask of [asBob, asBobTheViewer]) {
      expect(
        await ask(
          'query ($id: uuid!) { goals_by_pk(id: $id) { members(order_by: {username: asc}) { username role } creator { id } } }',
          { id },
        ),
      ).toEqual({
        data: {
          goals_by_pk: {
            members: [
              { username: 'alice', role: 'owner' },
              { username: 'bob', role: 'viewer' },
            ],
            creator: null,
          },
        },
      })
    }
  })
})

describe('making a goal', () => {
  const insert = `mutation ($goal: goals_insert_input!) {
    insert_goals_one(object: $goal) { title created_by tasks { title created_by } }
  }`

  test('makes its maker the owner, tasks included', async () => {
    const tasks = { data: [{ title: 'First step' }] }
    expect(await asAlice(insert, { goal: { title: 'New', horizon: 'weekly', tasks } })).toEqual({
      data: {
        insert_goals_one: {
          title: 'New',
          created_by: alice,
          tasks: [{ title: 'First step', created_by: alice }],
        },
      },
    })
  })

  test.each(['created_by', 'id', 'is_inbox', 'deleted_at', 'completed_at'])(
    'does not take %s from the client',
    async (column) => {
      const { errors } = await asAlice(insert, {
        goal: { title: 'New', horizon: 'weekly', [column]: null },
      })
      expect(errors).toMatchObject([{ extensions: { code: 'validation-failed' } }])
    },
  )

  test('below a foreign goal fails just as below one that does not exist', async () => {
    const below = (parent_id: string) =>
      asAlice(insert, { goal: { title: 'New', horizon: 'weekly', parent_id } })
    const foreign = await below(await addGoal(pool(), bob))
    expect(foreign.errors?.[0]?.message).toContain(
      'parent_id: choose one of the goals that you can edit',
    )
    expect(await below(randomUUID())).toEqual(foreign)
  })

  test('is not for viewers', async () => {
    expect(
      (await asBobTheViewer(insert, { goal: { title: 'New', horizon: 'weekly' } })).errors,
    ).toMatchObject([{ extensions: { code: 'validation-failed' } }])
  })
})

describe('changing a goal', () => {
  const rename =
    'mutation ($id: uuid!) { update_goals(where: {id: {_eq: $id}}, _set: {title: "Renamed"}) { affected_rows returning { id } } }'

  test('works for owners and editors, and not for strangers and those who may read', async () => {
    const id = await addGoal(pool(), alice)
    const done = { data: { update_goals: { affected_rows: 1, returning: [{ id }] } } }
    const untouched = { data: { update_goals: { affected_rows: 0, returning: [] } } }
    expect(await asAlice(rename, { id })).toEqual(done)
    expect(await asBob(rename, { id })).toEqual(untouched)
    await share(pool(), id, bob, 'viewer')
    expect(await asBob(rename, { id })).toEqual(untouched)
    await pool().query(
      'update goal_grants set role = \'editor\' where goal_id = $1 and user_id = $2',
      [id, bob],
    )
    expect(await asBob(rename, { id })).toEqual(done)
    expect((await asBobTheViewer(rename, { id })).errors).toMatchObject([
      { extensions: { code: 'validation-failed' } },
    ])
  })

  test('takes neither its owner nor its maker', async () => {
    const id = await addGoal(pool(), alice)
    const answer = await asAlice(
      'mutation ($id: uuid!, $by: uuid) { update_goals_by_pk(pk_columns: {id: $id}, _set: {created_by: $by}) { id } }',
      { id, by: bob },
    )
    expect(answer.errors).toMatchObject([{ extensions: { code: 'validation-failed' } }])
  })
})

describe('the trash', () => {
  const remove =
    'mutation ($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {deleted_at: "now()"}) { id deleted_at } }'
  const restore =
    'mutation ($id: uuid!) { update_deleted_goals(where: {id: {_eq: $id}}, _set: {deleted_at: null}) { affected_rows returning { id deleted_at } } }'
  const purge =
    'mutation ($id: uuid!) { delete_deleted_goals(where: {id: {_eq: $id}}) { affected_rows } }'

  test('takes a goal out of sight, and gives it back', async () => {
    const id = await addGoal(pool(), alice)
    await addTask(pool(), id)
    expect(await asAlice(remove, { id })).toEqual({
      data: { update_goals_by_pk: { id, deleted_at: expect.any(String) as string } },
    })
    expect(await asAlice(everyPath, { id })).toEqual({
      data: { ...nothing, deleted_goals: [{ id }] },
    })
    expect(await asBob(restore, { id })).toEqual({
      data: { update_deleted_goals: { affected_rows: 0, returning: [] } },
    })
    expect(await asAlice(restore, { id })).toEqual({
      data: { update_deleted_goals: { affected_rows: 1, returning: [{ id, deleted_at: null }] } },
    })
    expect(
      await asAlice('query ($id: uuid!) { goals_by_pk(id: $id) { tasks { title } } }', { id }),
    ).toEqual({ data: { goals_by_pk: { tasks: [{ title: 'A task' }] } } })
  })

  test('is emptied by owners only, and the tasks move to the Inbox', async () => {
    const id = await addGoal(pool(), alice)
    const task = await addTask(pool(), id)
    await share(pool(), id, bob, 'editor')
    await asAlice(remove, { id })
    expect(await asBob(purge, { id })).toEqual({
      data: { delete_deleted_goals: { affected_rows: 0 } },
    })
    expect(await asAlice(purge, { id })).toEqual({
      data: { delete_deleted_goals: { affected_rows: 1 } },
    })
    expect(await columnOf(pool(), 'tasks', task, 'goal_id')).toBe(await inboxOf(pool(), alice))
  })

  test('never holds the Inbox', async () => {
    const id = await inboxOf(pool(), alice)
    expect((await asAlice(remove, { id })).errors?.[0]?.message).toContain(
      'deleted_at: keep the Inbox',
    )
    expect(
      await asAlice('mutation ($id: uuid!) { delete_goals_by_pk(id: $id) { id } }', { id }),
    ).toEqual({ data: { delete_goals_by_pk: null } })
  })
})
