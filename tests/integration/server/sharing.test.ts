import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { share } from '../../support/rows.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { signIn, startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }
const open: WebSocket[] = []

type Name = 'alice' | 'bob' | 'eve' | 'frank' | 'frank@example.test'
interface Answer {
  data?: Record<string, unknown>
  errors?: { message: string, extensions: { code: string, field?: string } }[]
}

async function ask(name: Name, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${app.url}/v1/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${await tokenFor(env.provider, name)}`,
    },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

/** Follows a query over the gateway's socket; returns what it last said. */
async function follow(name: Name, selection: string): Promise<() => unknown> {
  const authorization = `Bearer ${await tokenFor(env.provider, name)}`
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/v1/graphql`, 'graphql-transport-ws', {
    origin: app.url,
  })
  open.push(socket)
  let last: unknown
  socket.on('message', (message) => {
    const { type, payload } = JSON.parse(String(message)) as { type: string, payload?: Answer }
    if (type === 'connection_ack')
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: `subscription ${selection}` } }))
    if (type === 'next') last = payload?.data
  })
  await new Promise(resolve => socket.on('open', resolve))
  socket.send(JSON.stringify({ type: 'connection_init', payload: { headers: { authorization } } }))
  return () => last
}

async function made(name: Name, parent: string | null = null): Promise<string> {
  const { data } = await ask(
    name,
    'mutation ($parent: uuid) { insert_goals_one(object: {title: "goal", horizon: "yearly", parent_id: $parent}) { id } }',
    { parent },
  )
  return (data!.insert_goals_one as { id: string }).id
}
const grant = (goal: string, name: Name, role: 'owner' | 'editor' | 'viewer') =>
  share(env.database.pool, goal, userIdFor(name), role)
const succeed = async (answer: Promise<Answer>) => expect(await answer).not.toHaveProperty('errors')
const move = (name: Name, goal: string, parent: string | null) =>
  ask(
    name,
    'mutation ($goal: uuid!, $parent: uuid) { update_goals_by_pk(pk_columns: {id: $goal}, _set: {parent_id: $parent}) { id } }',
    { goal, parent },
  )
const setRole = (name: Name, goal: string, user: Name, role: string) =>
  ask(
    name,
    'mutation ($goal: uuid!, $user: uuid!, $role: member_role!) { update_goal_grants_by_pk(pk_columns: {goal_id: $goal, user_id: $user}, _set: {role: $role}) { role granted_by } }',
    { goal, user: userIdFor(user), role },
  )
const revoke = (name: Name, goal: string, user: Name) =>
  ask(
    name,
    'mutation ($goal: uuid!, $user: uuid!) { delete_goal_grants_by_pk(goal_id: $goal, user_id: $user) { role } }',
    { goal, user: userIdFor(user) },
  )
const give = (name: Name, goal: string, user: string, role = 'editor') =>
  ask(
    name,
    'mutation ($object: goal_grants_insert_input!) { insert_goal_grants_one(object: $object) { role } }',
    { object: { goal_id: goal, user_id: user, role } },
  )

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
  // People have a row once they have written something.
  for (const name of ['alice', 'bob', 'eve'] as const) await made(name)
})
afterEach(() => open.splice(0).forEach(socket => socket.terminate()))
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

describe('a goal below another one is, by query and subscription,', () => {
  let root: string
  let goal: string
  let elsewhere: string
  beforeEach(async () => {
    root = await made('alice')
    goal = await made('alice', root)
    elsewhere = await made('alice')
  })

  interface Change {
    readonly what: string
    readonly before?: () => Promise<unknown>
    readonly change: () => Promise<unknown>
    readonly roles: readonly [before: string | null, after: string | null]
  }

  const cells: readonly Change[] = [
    {
      what: 'there once its parent is shared',
      change: () => grant(root, 'bob', 'viewer'),
      roles: [null, 'viewer'],
    },
    {
      what: 'there once it is moved below a shared one',
      before: () => grant(elsewhere, 'bob', 'editor'),
      change: () => succeed(move('alice', goal, elsewhere)),
      roles: [null, 'editor'],
    },
    {
      what: 'gone once it is moved away from a shared one',
      before: () => grant(root, 'bob', 'editor'),
      change: () => succeed(move('alice', goal, null)),
      roles: ['editor', null],
    },
    {
      what: 'gone once the parent is shared no more',
      before: () => grant(root, 'bob', 'viewer'),
      change: () => succeed(revoke('alice', root, 'bob')),
      roles: ['viewer', null],
    },
    {
      what: 'in the hands of those who had it, after its parent is deleted for good',
      before: () => grant(root, 'bob', 'editor'),
      change: () =>
        succeed(ask('alice', 'mutation ($id: uuid!) { delete_goals_by_pk(id: $id) { id } }', { id: root })),
      roles: ['editor', 'editor'],
    },
    {
      what: 'gone for whoever leaves its parent',
      before: () => grant(root, 'bob', 'viewer'),
      change: () => succeed(revoke('bob', root, 'bob')),
      roles: ['viewer', null],
    },
    {
      what: 'theirs to edit once the parent is',
      before: () => grant(root, 'bob', 'viewer'),
      change: () => succeed(setRole('alice', root, 'bob', 'editor')),
      roles: ['viewer', 'editor'],
    },
  ]

  test.each(cells)('$what', async ({ before, change, roles }) => {
    await before?.()
    const selection = `{ goals(where: {id: {_eq: "${goal}"}}) { members(where: {user_id: {_eq: "${userIdFor('bob')}"}}) { role } } }`
    const seen = roles.map(role => ({ goals: role ? [{ members: [{ role }] }] : [] }))
    const last = await follow('bob', selection)
    await until(() => last() !== undefined)
    expect(last()).toEqual(seen[0])
    await change()
    await until(() => JSON.stringify(last()) === JSON.stringify(seen[1]))
    expect(await ask('bob', selection)).toEqual({ data: seen[1] })
    expect(await ask('eve', selection)).toEqual({ data: { goals: [] } })
    expect((await ask('alice', selection)).data!.goals).toHaveLength(1)
  })
})

describe('who shares a goal', () => {
  const errorOn = (field: string, message: string) => ({
    errors: [{ message, extensions: { field, code: expect.any(String) as string } }],
  })
  const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

  test('gives a member from above another role, raises, lowers and hands over', async () => {
    const root = await made('alice')
    const goal = await made('alice', root)
    await grant(root, 'bob', 'viewer')
    expect(await give('alice', goal, userIdFor('bob'))).toEqual({ data: { insert_goal_grants_one: { role: 'editor' } } })
    expect(await give('alice', goal, userIdFor('bob'))).toMatchObject(
      errorOn('user_id', 'Change the role that this person has on this goal already.'),
    )
    expect(await setRole('alice', goal, 'bob', 'owner')).toEqual({
      data: { update_goal_grants_by_pk: { role: 'owner', granted_by: userIdFor('alice') } },
    })
    expect(await ask(
      'alice',
      `mutation ($goal: uuid!, $bob: uuid!, $alice: uuid!) {
        update_goal_grants_by_pk(pk_columns: {goal_id: $goal, user_id: $bob}, _set: {role: "owner"}) { role }
        delete_goal_grants_by_pk(goal_id: $goal, user_id: $alice) { role }
      }`,
      { goal: root, bob: userIdFor('bob'), alice: userIdFor('alice') },
    )).toMatchObject({ data: { update_goal_grants_by_pk: { role: 'owner' }, delete_goal_grants_by_pk: { role: 'owner' } } })
  })

  test('gives nothing to strangers, to nobody and to oneself', async () => {
    const goal = await made('alice')
    for (const person of [userIdFor('eve'), nowhere]) {
      expect(await give('alice', goal, person)).toMatchObject(
        errorOn('user_id', 'Choose a member of this goal, and invite everybody else.'),
      )
    }
    expect(await give('alice', goal, userIdFor('alice'))).toMatchObject(
      errorOn('user_id', 'Choose somebody else, you own this goal already.'),
    )
  })

  test('is an owner; whoever is not hears the same of every goal', async () => {
    const goal = await made('alice')
    await grant(goal, 'bob', 'editor')
    for (const [name, place] of [['bob', goal], ['eve', goal], ['eve', nowhere]] as const) {
      expect(await give(name, place, userIdFor('eve'), 'owner')).toEqual(
        await give('eve', nowhere, userIdFor('bob'), 'viewer'),
      )
    }
    expect(await setRole('bob', goal, 'bob', 'owner')).toEqual({ data: { update_goal_grants_by_pk: null } })
    expect(await revoke('bob', goal, 'alice')).toEqual({ data: { delete_goal_grants_by_pk: null } })
  })

  test('cannot be the last owner and go', async () => {
    const goal = await made('alice')
    await grant(goal, 'bob', 'editor')
    const refusal = errorOn('role', 'Make somebody else the owner of this goal first.')
    expect(await revoke('alice', goal, 'alice')).toMatchObject(refusal)
    expect(await setRole('alice', goal, 'alice', 'viewer')).toMatchObject(refusal)
    expect(await revoke('bob', goal, 'bob')).toEqual({ data: { delete_goal_grants_by_pk: { role: 'editor' } } })
  })
})

describe('an invitation', () => {
  const invite = (name: Name, goal: string, invitee: string) =>
    ask(
      name,
      'mutation ($object: invitations_insert_input!) { insert_invitations_one(object: $object) { id status } }',
      { object: { goal_id: goal, invitee, role: 'editor' } },
    )

  test('appears with whom it is for, who accepts, and sees the goal', async () => {
    const goal = await made('alice')
    const open = await follow('eve', '{ received_invitations { goal_id goal_title role inviter_username } }')
    const goals = await follow('eve', `{ goals(where: {id: {_eq: "${goal}"}}) { title } }`)
    await until(() => open() !== undefined && goals() !== undefined)
    expect(open()).toEqual({ received_invitations: [] })
    const { data } = await invite('alice', goal, 'Eve')
    const { id } = data!.insert_invitations_one as { id: string }
    const row = { goal_id: goal, goal_title: 'goal', role: 'editor', inviter_username: 'alice' }
    await until(() => JSON.stringify(open()) === JSON.stringify({ received_invitations: [row] }))
    expect(await ask('bob', '{ received_invitations { id } }')).toEqual({ data: { received_invitations: [] } })
    expect(goals()).toEqual({ goals: [] })
    expect(
      await ask(
        'eve',
        'mutation ($id: uuid!) { update_received_invitations(where: {id: {_eq: $id}}, _set: {status: "accepted"}) { affected_rows } }',
        { id },
      ),
    ).toEqual({ data: { update_received_invitations: { affected_rows: 1 } } })
    await until(() => JSON.stringify(goals()) === '{"goals":[{"title":"goal"}]}')
    await until(() => JSON.stringify(open()) === '{"received_invitations":[]}')
    expect(await invite('eve', goal, 'bob')).toMatchObject({
      errors: [{ message: 'Choose a goal that you own.', extensions: { field: 'goal_id' } }],
    })
    expect(await invite('alice', goal, 'eve')).toMatchObject({
      errors: [
        { message: 'Change the role of this person, who is a member already.', extensions: { field: 'invitee' } },
      ],
    })
  })

  test('by address reaches whoever the provider gave it, and not whoever typed it for a name', async () => {
    const names = ['frank', 'frank@example.test'] as const
    for (const name of names) await signIn(app.url, name)
    const goal = await made('alice')
    await succeed(invite('alice', goal, 'Frank@example.test'))
    const reached = names.map(name =>
      ask(name, '{ users { email email_verified } received_invitations { goal_id } }'),
    )
    expect(await Promise.all(reached)).toEqual([
      {
        data: {
          users: [{ email: names[1], email_verified: true }],
          received_invitations: [{ goal_id: goal }],
        },
      },
      { data: { users: [{ email: names[1], email_verified: false }], received_invitations: [] } },
    ])
  })
})
