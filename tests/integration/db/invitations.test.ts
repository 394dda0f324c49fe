import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addUser, asMember, inboxOf, share } from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
})

afterAll(() => database.drop())

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  database.pool.query<Row>(text, values).then(({ rows }) => rows)
/** Invites as a person; returns the invitation's id. */
const invite = (person: string, goal: string, invitee: string, role = 'editor') =>
  asMember(database.pool, person, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'insert into invitations (goal_id, invitee, role, invited_by) values ($1, $2, $3, $4) returning id',
      [goal, invitee, role, person],
    )
    return rows[0]!.id
  })
const received = (person: string) =>
  query<{ id: string }>('select id from received_invitations where user_id = $1', [person]).then(
    rows => rows.map(({ id }) => id),
  )
const answer = (person: string, id: string, status: string) =>
  asMember(database.pool, person, client =>
    client.query('update received_invitations set status = $2 where id = $1', [id, status]),
  )
const roleOf = async (person: string, goal: string) =>
  (
    await query<{ role: string }>('select role from user_goals where user_id = $1 and goal_id = $2', [
      person,
      goal,
    ])
  )[0]?.role
const verify = (person: string, email: string, isVerified: boolean) =>
  query('update users set email = $2, email_verified = $3 where id = $1', [person, email, isVerified])
const refused = (column: string, constraint: string) => ({
  code: '23514',
  table: 'invitations',
  column,
  constraint,
})

describe('an invitation', () => {
  test('reaches a person by user name, in any case, and nobody else', async () => {
    const goal = await addGoal(database.pool, alice)
    const id = await invite(alice, goal, ' Bob\n')
    expect(await received(bob)).toEqual([id])
    expect(await received(alice)).toEqual([])
    expect(await query('select invitee from invitations where id = $1', [id])).toEqual([{ invitee: 'bob' }])
  })

  test('reaches an address only once it is verified, also that of somebody who comes later', async () => {
    const goal = await addGoal(database.pool, alice)
    const id = await invite(alice, goal, 'Cleo@Example.test')
    const cleo = await addUser(database.pool, 'cleo')
    await verify(cleo, 'cleo@example.test', false)
    expect(await received(cleo)).toEqual([])
    await verify(cleo, 'cleo@example.test', true)
    expect(await received(cleo)).toEqual([id])
    await verify(cleo, 'cleo@elsewhere.test', true)
    expect(await received(cleo)).toEqual([])
  })

  test('to an address does not reach whoever took it for a user name', async () => {
    const goal = await addGoal(database.pool, alice)
    const id = await invite(alice, goal, 'dora@example.test')
    const mallory = await addUser(database.pool, 'dora@example.test')
    expect(await received(mallory)).toEqual([])
    const dora = await addUser(database.pool, 'dora')
    await verify(dora, 'dora@example.test', true)
    expect(await received(dora)).toEqual([id])
  })

  test('of a user name that goes to another person goes along', async () => {
    const goal = await addGoal(database.pool, alice)
    const first = await addUser(database.pool, 'fay')
    const id = await invite(alice, goal, 'fay')
    await query('update users set username = \'fay~\' where id = $1', [first])
    const second = await addUser(database.pool, 'fay')
    expect([await received(first), await received(second)]).toEqual([[], [id]])
  })

  test('that is accepted grants its role, and one that is declined nothing', async () => {
    const [goal, other] = [await addGoal(database.pool, alice), await addGoal(database.pool, alice)]
    await answer(bob, await invite(alice, goal, 'bob', 'viewer'), 'accepted')
    expect(await roleOf(bob, goal)).toBe('viewer')
    await answer(bob, await invite(alice, other, 'bob'), 'declined')
    expect(await roleOf(bob, other)).toBeUndefined()
    expect(await query('select granted_by from goal_grants where goal_id = $1 and user_id = $2', [goal, bob])).toEqual([
      { granted_by: alice },
    ])
  })

  test('takes no role away that its person has by then', async () => {
    const goal = await addGoal(database.pool, alice)
    const id = await invite(alice, goal, 'bob', 'viewer')
    await share(database.pool, goal, bob, 'editor')
    await answer(bob, id, 'accepted')
    expect(await roleOf(bob, goal)).toBe('editor')
  })

  test.each([
    ['its time is over', 'update invitations set expires_at = now() where goal_id = $1'],
    ['the goal is in the trash', 'update goals set deleted_at = now() where id = $1'],
    ['who invited is deactivated', 'update users set is_active = false where id = (select created_by from goals where id = $1)'],
    ['who invited owns the goal no more', 'update goal_grants set role = case role when \'owner\' then \'viewer\'::member_role else \'owner\' end where goal_id = $1'],
    ['it was taken back', 'update invitations set status = \'revoked\' where goal_id = $1'],
  ])('is open no more once %s', async (_what, change) => {
    const owner = await addUser(database.pool, `owner-${Math.random()}`)
    const goal = await addGoal(database.pool, owner)
    await share(database.pool, goal, alice, 'viewer')
    const id = await invite(owner, goal, 'bob')
    await query(change, [goal])
    expect(await received(bob)).not.toContain(id)
    await answer(bob, id, 'accepted')
    await expect(query('update invitations set status = \'accepted\' where id = $1', [id])).rejects.toMatchObject(
      refused('status', 'invitations_open'),
    )
    expect(await roleOf(bob, goal)).toBeUndefined()
  })

  test('is answered once, also when it is accepted and taken back at the same moment', async () => {
    const goal = await addGoal(database.pool, alice)
    const id = await invite(alice, goal, 'bob')
    const outcomes = await Promise.allSettled([
      answer(bob, id, 'accepted'),
      query('update invitations set status = \'revoked\' where id = $1 and status = \'pending\'', [id]),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    const [row] = await query<{ status: string }>('select status from invitations where id = $1', [id])
    expect(await roleOf(bob, goal)).toBe(row!.status === 'accepted' ? 'editor' : undefined)
  })
})

describe('who invites', () => {
  test('owns the goal; whoever does not hears the same of every goal', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'editor')
    await invite(alice, goal, 'somebody')
    const nowhere = alice.replace(/^.{8}/, 'ffffffff')
    for (const place of [goal, nowhere]) {
      await expect(invite(bob, place, 'somebody', 'owner')).rejects.toMatchObject({
        ...refused('goal_id', 'invitations_goal_allowed'),
        message: 'goal_id: choose a goal that you own',
      })
    }
  })

  test('invites others than oneself, members and those who are invited', async () => {
    const goal = await addGoal(database.pool, alice)
    await share(database.pool, goal, bob, 'viewer')
    await expect(invite(alice, goal, 'ALICE')).rejects.toMatchObject(refused('invitee', 'invitations_oneself'))
    await expect(invite(alice, goal, 'bob')).rejects.toMatchObject(refused('invitee', 'invitations_member'))
    await invite(alice, goal, 'nobody')
    await expect(invite(alice, goal, 'Nobody')).rejects.toMatchObject(refused('invitee', 'invitations_twice'))
    await query('update invitations set expires_at = now() where goal_id = $1', [goal])
    await invite(alice, goal, 'nobody')
  })

  test('invites nobody to the Inbox', async () => {
    await expect(invite(alice, await inboxOf(database.pool, alice), 'bob')).rejects.toMatchObject(
      refused('goal_id', 'invitations_inbox'),
    )
  })

  test.each(['', ' \n', '\u202Ebob', 'x'.repeat(255)])('says whom: %j', async (invitee) => {
    const goal = await addGoal(database.pool, alice)
    await expect(invite(alice, goal, invitee)).rejects.toMatchObject({ code: '23514', table: 'invitations' })
  })
})
