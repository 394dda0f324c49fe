// What the release does that knew goals, tasks and members: documents of its pages, sent to an engine with
// its permissions, and statements of its server.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect } from 'vitest'
import { startEngine } from '../../../../hasura/engine/tests/support/engine.ts'
import type { TestDatabase } from '../../../support/database.ts'
import type { Ask } from '../../../support/graphql.ts'
import metadata from './release.json' with { type: 'json' }

/** Whose rows the release is full of, and the goal that they share. */
export const ids = {
  alice: 'a0000000-0000-4000-8000-000000000000',
  bob: 'b0000000-0000-4000-8000-000000000000',
  shared: 'a0000000-0000-4000-8000-000000000001',
} as const

/** An engine, and a connection of the server. */
export interface OldServer {
  as: (role: 'member' | 'org_admin', user: string) => Ask
  server: pg.Pool
  close: () => Promise<void>
}

/** Starts both with logins that have the rights of the release's roles and no more. */
export async function startOldServer(
  database: TestDatabase,
  permissions: string | Readonly<Record<string, unknown>> = metadata,
): Promise<OldServer> {
  const login = async (group: string) => {
    const name = `${group}_${randomUUID().replaceAll('-', '')}`
    await database.pool.query(`create role ${name} login password 'test' in role ${group}`)
    return { name, url: Object.assign(new URL(database.url), { username: name, password: 'test' }).href }
  }
  const [graphql, own] = [await login('goals_graphql'), await login('goals_server')]
  const engine = await startEngine({ databaseUrl: graphql.url, metadata: permissions, changeTriggers: false })
  const server = new pg.Pool({ connectionString: own.url, max: 2 })
  return {
    as: (role, user) => (query, variables) =>
      engine.ask(role, query, { session: { 'user-id': user }, variables }),
    server,
    close: async () => {
      await engine.stop()
      await server.end()
      await database.pool.query(`drop role ${graphql.name}; drop role ${own.name}`)
    },
  }
}

const goalFields = `id parent_id horizon status title progress manual_progress target_date position is_inbox
  completed_at created_at updated_at description success_criteria parent { id title }`
const taskFields = `id goal_id category_id title notes status priority due_date position completed_at created_at
  updated_at goal { id title horizon is_inbox }`

const documents = {
  createGoal: `mutation ($object: goals_insert_input!) { insert_goals_one(
    object: $object, on_conflict: {constraint: goals_created_by_client_key_key, update_columns: []}) { ${goalFields} } }`,
  updateGoal: `mutation ($id: uuid!, $seen: timestamptz!, $set: goals_set_input!) { update_goals(
    where: {id: {_eq: $id}, updated_at: {_eq: $seen}}, _set: $set) { returning { ${goalFields} } } }`,
  trashGoal: `mutation ($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {deleted_at: "now()"}) { ${goalFields} } }`,
  restoreGoal: 'mutation ($id: uuid!) { update_deleted_goals(where: {id: {_eq: $id}}, _set: {deleted_at: null}) { affected_rows } }',
  deleteGoal: 'mutation ($id: uuid!) { delete_deleted_goals(where: {id: {_eq: $id}}) { affected_rows } }',
  createTask: `mutation ($object: tasks_insert_input!) { insert_tasks_one(
    object: $object, on_conflict: {constraint: tasks_created_by_client_key_key, update_columns: []}) { ${taskFields} } }`,
  updateTask: `mutation ($id: uuid!, $set: tasks_set_input!) { update_tasks_by_pk(pk_columns: {id: $id}, _set: $set) { ${taskFields} } }`,
  deleteTask: 'mutation ($id: uuid!) { delete_deleted_tasks(where: {id: {_eq: $id}}) { affected_rows } }',
  goal: `query ($id: uuid!, $me: uuid!) { goals_by_pk(id: $id) { ${goalFields}
    members(where: {user_id: {_eq: $me}}) { user_id goal_id role }
    children(order_by: [{position: asc}, {created_at: asc}]) { ${goalFields} }
    tasks(order_by: [{position: asc}, {created_at: asc}]) { ${taskFields} } } }`,
} as const

/** What the pages of a member show. */
const pages = `query ($me: uuid!) {
  active: goals_aggregate(where: {is_inbox: {_eq: false}, status: {_eq: "active"}}) { aggregate { count } }
  overall: goals_aggregate(where: {is_inbox: {_eq: false}, status: {_in: ["active", "completed"]}}) { aggregate { avg { progress } } }
  monthly: goals(where: {is_inbox: {_eq: false}, horizon: {_eq: "monthly"}}
    order_by: [{target_date: asc_nulls_last}, {position: asc}, {created_at: desc}, {id: asc}], limit: 7) { ${goalFields} }
  due: tasks(where: {status: {_in: ["pending", "in_progress", "blocked"]}, due_date: {_lte: "2026-12-31"}}
    order_by: [{due_date: asc}, {priority: asc}, {id: asc}], limit: 8) { ${taskFields} }
  outline: user_goals(where: {user_id: {_eq: $me}}, order_by: [{created_at: desc}, {goal_id: asc}]) {
    user_id goal_id role goal { ${goalFields} } }
  inbox: goals(where: {is_inbox: {_eq: true}, memberships: {user_id: {_eq: $me}, role: {_eq: "owner"}}}, limit: 1) {
    id title tasks(order_by: [{position: asc}, {created_at: asc}]) { ${taskFields} } }
  members: goal_members(order_by: [{goal_id: asc}, {role: asc}, {name: asc}]) { user_id goal_id role username name is_active }
  deleted_goals(order_by: [{deleted_at: desc}]) { id title horizon status deleted_at }
  deleted_tasks(order_by: [{deleted_at: desc}]) { id title status deleted_at goal { id title } }
  categories(order_by: [{name: asc}]) { id name color position }
  settings(order_by: [{key: asc}]) { key value }
}`

/** What the pages of administrators show. */
const people = `{ users(order_by: [{name: asc}]) { id username name email role is_active last_login_at created_at
  memberships_aggregate(where: {goal: {is_inbox: {_eq: false}, deleted_at: {_is_null: true}}}) { aggregate { count } } } }`

/** Everything that Alice's pages show. */
export async function readPages({ as }: OldServer): Promise<unknown> {
  const answers = [
    await as('member', ids.alice)(pages, { me: ids.alice }),
    await as('member', ids.alice)(documents.goal, { id: ids.shared, me: ids.alice }),
    await as('org_admin', ids.alice)(people),
  ]
  for (const { errors } of answers) expect(errors).toBeUndefined()
  return answers
}

/** The life of a goal below the one that is shared, as a page writes it; nothing of it is left in the end. */
export async function workOnGoal(ask: Ask, me: string): Promise<void> {
  const send = async <Result>(document: keyof typeof documents, variables: object): Promise<Result> => {
    const { data, errors } = await ask<Record<string, Result>>(documents[document], { ...variables })
    expect(errors, document).toBeUndefined()
    return Object.values(data!)[0]!
  }
  interface Written {
    id: string
    updated_at: string
  }
  const object = { title: 'New', horizon: 'weekly', parent_id: ids.shared, client_key: randomUUID() }
  const goal = await send<Written>('createGoal', { object })
  expect(await send('createGoal', { object })).toBeNull()
  expect(await send(
    'updateGoal',
    { id: goal.id, seen: goal.updated_at, set: { progress: 50, status: 'on_hold', target_date: '2026-08-01' } },
  )).toMatchObject({ returning: [{ progress: 50, status: 'on_hold' }] })
  const task = await send<Written>('createTask', { object: { title: 'New', goal_id: goal.id, client_key: randomUUID() } })
  expect(await send('updateTask', { id: task.id, set: { status: 'completed', priority: 1 } })).toMatchObject({
    status: 'completed', completed_at: expect.any(String) as string,
  })
  expect(await send('goal', { id: goal.id, me })).toMatchObject({ members: [{ role: 'owner' }], tasks: [{ id: task.id }] })
  const one = { affected_rows: 1 }
  await send('trashGoal', { id: goal.id })
  expect(await send('restoreGoal', { id: goal.id })).toEqual(one)
  await send('updateTask', { id: task.id, set: { deleted_at: 'now()' } })
  expect(await send('deleteTask', { id: task.id })).toEqual(one)
  await send('trashGoal', { id: goal.id })
  expect(await send('deleteGoal', { id: goal.id })).toEqual(one)
}

/** A sign-in, its requests and the sign-out, as the server writes them. */
export async function signInAndOut(server: pg.Pool): Promise<void> {
  const session = Buffer.from(randomUUID())
  const { rows } = await server.query(
    `insert into "users" ("id", "username", "email", "name", "avatar_url", "role", "is_active", "last_login_at", "created_at", "updated_at")
      values ($1, $2, $3, $4, $5, $6, default, now(), default, default)
      on conflict ("id") do update set "username" = $2, "name" = $4, "email" = $3, "avatar_url" = $5, "role" = $6, "last_login_at" = now()
      returning "is_active"`,
    [ids.bob, 'bob', 'bob@example.test', 'Bob', null, 'member'],
  )
  expect(rows).toEqual([{ is_active: true }])
  await server.query(
    `insert into "private"."sessions" ("id", "user_id", "sub", "sid", "id_token", "access_token", "access_token_expires_at", "refresh_token", "created_at", "last_seen_at", "expires_at")
      values ($1, $2, $3, default, $4, $4, 'tomorrow', $4, default, default, 'tomorrow')`,
    [session, ids.bob, ids.bob, 'sealed'],
  )
  const found = await server.query(
    `select "private"."sessions"."access_token" from "private"."sessions" inner join "users" on "users"."id" = "private"."sessions"."user_id"
      where "private"."sessions"."id" = $1 and "private"."sessions"."expires_at" > now() and "users"."is_active" = true for update of "sessions"`,
    [session],
  )
  expect(found.rows).toEqual([{ access_token: 'sealed' }])
  await server.query('update "private"."sessions" set "access_token" = $2, "last_seen_at" = now() where "id" = $1', [session, 'fresh'])
  expect((await server.query('delete from "private"."sessions" where "id" = $1', [session])).rowCount).toBe(1)
}
