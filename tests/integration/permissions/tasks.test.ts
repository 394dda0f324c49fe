import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestGraphQL, type Ask, type TestGraphQL } from '../../support/graphql.ts'
import { addGoal, addTask, addUser, share } from '../../support/rows.ts'

let graphql: TestGraphQL
let alice: string
let bob: string
let asAlice: Ask
let asBob: Ask

beforeAll(async () => {
  graphql = await createTestGraphQL()
  alice = await addUser(graphql.database.pool, 'alice')
  bob = await addUser(graphql.database.pool, 'bob')
  asAlice = graphql.as('member', alice)
  asBob = graphql.as('member', bob)
})

afterAll(() => graphql.close())

const pool = () => graphql.database.pool

const categoryOf = async (user: string) =>
  (await pool().query<{ id: string }>('select id from categories where user_id = $1', [user]))
    .rows[0]!.id

const insert =
  'mutation ($task: tasks_insert_input!) { insert_tasks_one(object: $task) { goal_id category_id created_by } }'
const update =
  'mutation ($id: uuid!, $set: tasks_set_input!) { update_tasks(where: {id: {_eq: $id}}, _set: $set) { affected_rows returning { goal_id category_id } } }'
const refused = (answer: object) =>
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'permission-error' } }] })

describe('a task', () => {
  test('is made in goals that one owns or edits', async () => {
    const goal_id = await addGoal(pool(), alice)
    const made = (created_by: string) => ({
      data: { insert_tasks_one: { goal_id, category_id: null, created_by } },
    })
    expect(await asAlice(insert, { task: { title: 'T', goal_id } })).toEqual(made(alice))
    await share(pool(), goal_id, bob, 'viewer')
    refused(await asBob(insert, { task: { title: 'T', goal_id } }))
    await pool().query(
      'update goal_grants set role = \'editor\' where goal_id = $1 and user_id = $2',
      [goal_id, bob],
    )
    expect(await asBob(insert, { task: { title: 'T', goal_id } })).toEqual(made(bob))
  })

  test('in a foreign goal fails just as in one that does not exist or is in the trash', async () => {
    const foreign = await asAlice(insert, {
      task: { title: 'T', goal_id: await addGoal(pool(), bob) },
    })
    refused(foreign)
    expect(await asAlice(insert, { task: { title: 'T', goal_id: randomUUID() } })).toEqual(foreign)
    const trashed = await addGoal(pool(), alice)
    await pool().query('update goals set deleted_at = now() where id = $1', [trashed])
    expect(await asAlice(insert, { task: { title: 'T', goal_id: trashed } })).toEqual(foreign)
  })

  test('moves between one\'s own goals, and not into a foreign one', async () => {
    const [from, to] = [await addGoal(pool(), alice), await addGoal(pool(), alice)]
    const id = await addTask(pool(), from)
    expect(await asAlice(update, { id, set: { goal_id: to } })).toEqual({
      data: { update_tasks: { affected_rows: 1, returning: [{ goal_id: to, category_id: null }] } },
    })
    const foreign = await asAlice(update, { id, set: { goal_id: await addGoal(pool(), bob) } })
    refused(foreign)
    expect(await asAlice(update, { id, set: { goal_id: randomUUID() } })).toEqual(foreign)
  })

  test('of somebody else stays as it is', async () => {
    const id = await addTask(pool(), await addGoal(pool(), bob))
    expect(await asAlice(update, { id, set: { title: 'Mine' } })).toEqual({
      data: { update_tasks: { affected_rows: 0, returning: [] } },
    })
    expect(
      await asAlice('mutation ($id: uuid!) { delete_tasks_by_pk(id: $id) { id } }', { id }),
    ).toEqual({ data: { delete_tasks_by_pk: null } })
  })

  test('has a category of one of its goal\'s members', async () => {
    const goal_id = await addGoal(pool(), alice)
    const id = await addTask(pool(), goal_id)
    const own = await categoryOf(alice)
    expect(await asAlice(update, { id, set: { category_id: own } })).toEqual({
      data: { update_tasks: { affected_rows: 1, returning: [{ goal_id, category_id: own }] } },
    })
    const foreign = await asAlice(update, { id, set: { category_id: await categoryOf(bob) } })
    refused(foreign)
    expect(await asAlice(update, { id, set: { category_id: randomUUID() } })).toEqual(foreign)
    refused(
      await asAlice(insert, { task: { title: 'T', goal_id, category_id: await categoryOf(bob) } }),
    )
    await share(pool(), goal_id, bob, 'viewer')
    expect(
      await asAlice(update, { id, set: { category_id: await categoryOf(bob) } }),
    ).toMatchObject({ data: { update_tasks: { affected_rows: 1 } } })
  })

  test('goes to the trash and back, with its goal\'s members only', async () => {
    const id = await addTask(pool(), await addGoal(pool(), alice))
    await asAlice(update, { id, set: { deleted_at: 'now()' } })
    const read =
      'query ($id: uuid!) { tasks_by_pk(id: $id) { id } deleted_tasks(where: {id: {_eq: $id}}) { id goal { title } } }'
    expect(await asAlice(read, { id })).toEqual({
      data: { tasks_by_pk: null, deleted_tasks: [{ id, goal: { title: 'A goal' } }] },
    })
    expect(await asBob(read, { id })).toEqual({ data: { tasks_by_pk: null, deleted_tasks: [] } })
    const restore =
      'mutation ($id: uuid!) { update_deleted_tasks(where: {id: {_eq: $id}}, _set: {deleted_at: null}) { affected_rows } }'
    expect(await asBob(restore, { id })).toEqual({
      data: { update_deleted_tasks: { affected_rows: 0 } },
    })
    expect(await asAlice(restore, { id })).toEqual({
      data: { update_deleted_tasks: { affected_rows: 1 } },
    })
    expect(await asAlice(read, { id })).toEqual({
      data: { tasks_by_pk: { id }, deleted_tasks: [] },
    })
  })
})

describe('categories and settings', () => {
  test('belong to whoever makes them', async () => {
    const add = 'mutation { insert_categories_one(object: {name: "Health"}) { user_id } }'
    expect(await asAlice(add)).toEqual({ data: { insert_categories_one: { user_id: alice } } })
    expect(await asBob(add)).toEqual({ data: { insert_categories_one: { user_id: bob } } })
    expect((await asAlice(add)).errors).toMatchObject([
      { extensions: { code: 'constraint-violation' } },
    ])
    expect(await asBob('{ categories(order_by: {name: asc}) { name user_id } }')).toEqual({
      data: {
        categories: [
          { name: 'Health', user_id: bob },
          { name: 'Uncategorized', user_id: bob },
        ],
      },
    })
  })

  test('of others can be neither read, changed nor deleted', async () => {
    const id = await categoryOf(alice)
    expect(
      await asBob(
        `mutation ($id: uuid!) {
      update_categories(where: {id: {_eq: $id}}, _set: {name: "Taken"}) { affected_rows }
      delete_categories_by_pk(id: $id) { id }
    }`,
        { id },
      ),
    ).toEqual({ data: { update_categories: { affected_rows: 0 }, delete_categories_by_pk: null } })
    expect(await asBob('query ($id: uuid!) { categories_by_pk(id: $id) { id } }', { id })).toEqual({
      data: { categories_by_pk: null },
    })
  })

  test('have a history that their owner reads, viewers too, and nobody else', async () => {
    const owner = await addUser(graphql.database.pool, 'owner')
    const asOwner = graphql.as('member', owner)
    await asOwner('mutation { insert_categories_one(object: {name: "Garden"}) { id } }')
    await asOwner('mutation { insert_settings_one(object: {key: "theme", value: "dark"}) { key } }')
    await asOwner(
      'mutation ($id: uuid!) { update_users_by_pk(pk_columns: {id: $id}, _set: {locale: "pl"}) { locale } }',
      { id: owner },
    )
    const goal = await addGoal(graphql.database.pool, owner)
    await asOwner(
      'mutation ($goal: uuid!) { insert_invitations_one(object: {goal_id: $goal, invitee: "bob", role: "viewer"}) { id } }',
      { goal },
    )
    const history =
      '{ own_history(where: {actor_id: {_is_null: false}}, order_by: [{seq: asc}]) { user_id actor_id action entity difference } }'
    const own = { user_id: owner, actor_id: owner }
    const entries = [
      { ...own, action: 'insert', entity: 'categories', difference: { new: expect.objectContaining({ name: 'Garden' }) as object } },
      { ...own, action: 'insert', entity: 'settings', difference: { new: { key: 'theme', value: 'dark' } } },
      { ...own, action: 'update', entity: 'users', difference: { old: { locale: null }, new: { locale: 'pl' } } },
    ]
    for (const ask of [asOwner, graphql.as('viewer', owner)])
      expect(await ask(history)).toEqual({ data: { own_history: entries } })
    const stranger = await addUser(graphql.database.pool, 'stranger')
    expect(await graphql.as('member', stranger)(history)).toEqual({ data: { own_history: [] } })
    expect((await graphql.as('org_admin', owner)(history)).errors).toMatchObject([
      { extensions: { code: 'validation-failed' } },
    ])
  })

  test('settings are written by upsert', async () => {
    const set = `mutation ($value: jsonb!) {
      insert_settings_one(object: {key: "theme", value: $value}, on_conflict: {constraint: settings_pkey, update_columns: [value]}) { user_id key value }
    }`
    for (const value of ['dark', 'light']) {
      expect(await asAlice(set, { value })).toEqual({
        data: { insert_settings_one: { user_id: alice, key: 'theme', value } },
      })
    }
    expect(await asBob('{ settings { key } }')).toEqual({ data: { settings: [] } })
    expect(await asBob(set, { value: 'blue' })).toEqual({
      data: { insert_settings_one: { user_id: bob, key: 'theme', value: 'blue' } },
    })
    expect(await asAlice('{ settings { value } }')).toEqual({
      data: { settings: [{ value: 'light' }] },
    })
  })
})
