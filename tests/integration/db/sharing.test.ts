import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addTask, addUser, asMember, columnOf, inboxOf, share } from '../../support/rows.ts'

let database: TestDatabase
let alice: string
let bob: string
let erin: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
  bob = await addUser(database.pool, 'bob')
  erin = await addUser(database.pool, 'erin')
})

afterAll(() => database.drop())

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  database.pool.query<Row>(text, values).then(({ rows }) => rows)
const below = (parent: string | null, owner: string | null = alice) =>
  addGoal(database.pool, owner, { parent_id: parent })
const grant = (goal: string, user: string, role: 'owner' | 'editor' | 'viewer') =>
  share(database.pool, goal, user, role)
const revoke = (goal: string, user: string) =>
  query('delete from goal_grants where goal_id = $1 and user_id = $2', [goal, user])
const move = (goal: string, parent: string | null) =>
  query('update goals set parent_id = $2 where id = $1', [goal, parent])

/** Who is what in a goal, as `role` or `role (role granted here)`, by user name. */
async function membersOf(goal: string): Promise<Record<string, string>> {
  const rows = await query<{
    username: string
    role: string
    granted: string | null
  }>(
    'select username, m.role, granted_role as granted from user_goals m join users on id = user_id where goal_id = $1',
    [goal],
  )
  return Object.fromEntries(
    rows.map(({ username, role, granted }) => [username, granted ? `${role} (${granted})` : role]),
  )
}

const own = 'owner (owner)'

describe('a grant', () => {
  test('holds for everything below, and the strongest counts', async () => {
    const root = await below(null)
    const child = await below(root)
    const grandchild = await below(child)
    await grant(child, bob, 'editor')
    await grant(root, bob, 'viewer')
    await grant(grandchild, erin, 'viewer')
    expect(await membersOf(root)).toEqual({ alice: own, bob: 'viewer (viewer)' })
    expect(await membersOf(child)).toEqual({ alice: own, bob: 'editor (editor)' })
    expect(await membersOf(grandchild)).toEqual({
      alice: own,
      bob: 'editor',
      erin: 'viewer (viewer)',
    })
    await query('update goal_grants set role = \'owner\' where goal_id = $1 and user_id = $2', [root, bob])
    expect(await membersOf(child)).toEqual({ alice: own, bob: 'owner (editor)' })
    expect(await membersOf(grandchild)).toMatchObject({ bob: 'owner' })
  })

  test('that is revoked leaves what was granted below', async () => {
    const root = await below(null)
    const [shared, other] = [await below(root), await below(root)]
    await grant(root, bob, 'editor')
    await grant(shared, bob, 'viewer')
    await revoke(root, bob)
    expect(await membersOf(root)).toEqual({ alice: own })
    expect(await membersOf(shared)).toEqual({ alice: own, bob: 'viewer (viewer)' })
    expect(await membersOf(other)).toEqual({ alice: own })
  })

  test('reaches goals in the trash, and what is restored from there', async () => {
    const root = await below(null)
    const child = await below(root)
    const trash = (goal: string, moment: string | null) =>
      query('update goals set deleted_at = $2 where id = $1', [goal, moment])
    await trash(child, '2026-01-01')
    await grant(root, bob, 'viewer')
    expect(await membersOf(child)).toEqual({ alice: own, bob: 'viewer' })
    await trash(root, '2026-01-01')
    await trash(child, null)
    expect(await membersOf(child)).toEqual({ alice: own, bob: 'viewer' })
  })

  test('of 2,000 goals at once, above 2,000 more, is one statement', async () => {
    const root = await below(null)
    await query(
      `with made as (
        insert into goals (title, horizon, created_by, parent_id)
          select 'child', 'weekly', $1, $2 from generate_series(1, 2000) returning id
      ) insert into goals (title, horizon, created_by, parent_id) select 'grandchild', 'weekly', $1, id from made`,
      [alice, root],
    )
    await query(
      'insert into goal_grants (goal_id, user_id, role) select id, $1, \'viewer\' from goals where parent_id = $2',
      [bob, root],
    )
    const [count] = await query<{ members: string }>(
      'select count(*) as members from user_goals where user_id = $1 and goal_id in (select g.id from goals g left join goals p on p.id = g.parent_id where $2 in (g.parent_id, p.parent_id))',
      [bob, root],
    )
    expect(count).toEqual({ members: '4000' })
  })
})

describe('a goal made below a shared one', () => {
  test('belongs to its maker and to the members above', async () => {
    const root = await below(null)
    await grant(root, bob, 'editor')
    await grant(root, erin, 'viewer')
    expect(await membersOf(await below(root, bob))).toEqual({
      alice: 'owner',
      bob: own,
      erin: 'viewer',
    })
  })

  test('has them however many levels one statement makes', async () => {
    const root = await below(null)
    await grant(root, bob, 'viewer')
    const [ids] = await query<{ ids: string[] }>(
      `with ids as (select array_agg(gen_random_uuid()) as ids from generate_series(1, 10)),
       made as (
         insert into goals (id, parent_id, title, horizon, created_by)
           select ids[n], coalesce(ids[n - 1], $1), 'goal', 'weekly', $2 from ids, generate_series(1, 10) n
       ) select ids from ids`,
      [root, erin],
    )
    for (const id of ids!.ids)
      expect(await membersOf(id)).toEqual({ alice: 'owner', bob: 'viewer', erin: own })
  })

  test('does not wait for others that are being made there', async () => {
    const root = await below(null)
    await asMember(database.pool, alice, async (client) => {
      await addGoal(client, alice, { parent_id: root })
      await below(root)
    })
  })
})

describe('a goal that is moved', () => {
  test('gets the members above its new place, and loses those above the old one', async () => {
    const [bobs, erins] = [await below(null, bob), await below(null, erin)]
    const goal = await below(bobs)
    const child = await below(goal)
    expect(await membersOf(child)).toEqual({ alice: own, bob: 'owner' })
    await move(goal, erins)
    expect(await membersOf(goal)).toEqual({ alice: own, erin: 'owner' })
    expect(await membersOf(child)).toEqual({ alice: own, erin: 'owner' })
    await move(goal, null)
    expect(await membersOf(child)).toEqual({ alice: own })
  })

  test('by an editor stays among the same members', async () => {
    const [root, other, third] = [await below(null), await below(null), await below(null)]
    const goal = await below(root)
    await grant(root, bob, 'editor')
    await grant(other, bob, 'editor')
    const moveAs = (person: string, parent: string | null) =>
      asMember(database.pool, person, client =>
        client.query('update goals set parent_id = $2 where id = $1', [goal, parent]),
      )
    await moveAs(bob, other)
    await grant(third, bob, 'editor')
    await grant(third, erin, 'viewer')
    for (const parent of [third, null]) {
      await expect(moveAs(bob, parent)).rejects.toMatchObject({
        constraint: 'goals_parent_members',
        message:
          'parent_id: ask an owner of this goal to move it, others would get or lose access to it',
      })
    }
    await moveAs(alice, third)
    expect(await membersOf(goal)).toEqual({ alice: own, bob: 'editor', erin: 'viewer' })
  })

  test('keeps an owner', async () => {
    const root = await below(null)
    const goal = await below(root, bob)
    await revoke(goal, bob)
    await expect(move(goal, null)).rejects.toMatchObject({ constraint: 'user_goals_last_owner' })
    expect(await columnOf(database.pool, 'goals', goal, 'parent_id')).toBe(root)
  })
})

describe('the purge of a goal', () => {
  test('neither gives its sub-goals to anybody nor takes them away', async () => {
    const root = await below(null)
    const middle = await below(root, bob)
    const goal = await below(middle, null)
    const child = await below(goal, null)
    await grant(root, erin, 'viewer')
    await grant(goal, erin, 'editor')
    const who = { alice: 'owner', bob: 'owner', erin: 'editor' }
    expect(await membersOf(child)).toEqual(who)
    await query('delete from goals where id = $1', [middle])
    expect(await membersOf(goal)).toEqual({ alice: own, bob: own, erin: 'editor (editor)' })
    expect(await membersOf(child)).toEqual(who)
    await query('delete from goals where id = any ($1)', [[root, goal]])
    expect(await membersOf(child)).toEqual({ alice: own, bob: own, erin: 'editor (editor)' })
  })

  test('gives nothing back that the same transaction revoked', async () => {
    const root = await below(null)
    const child = await below(root)
    await grant(root, bob, 'editor')
    await asMember(database.pool, alice, async (client) => {
      await client.query('delete from goal_grants where goal_id = $1 and user_id = $2', [root, bob])
      await client.query('delete from goals where id = $1', [root])
    })
    expect(await membersOf(child)).toEqual({ alice: own })
  })

  test('leaves its tasks to an owner of its own, before one from above', async () => {
    const goal = await below(await below(null), bob)
    const task = await addTask(database.pool, goal)
    await query('delete from goals where id = $1', [goal])
    expect(await columnOf(database.pool, 'tasks', task, 'goal_id')).toBe(
      await inboxOf(database.pool, bob),
    )
  })
})

describe('ownership', () => {
  test('is handed over in one transaction, in either order', async () => {
    for (const isGrantedFirst of [true, false]) {
      const goal = await below(null)
      await grant(goal, bob, 'viewer')
      const steps = [
        ['update goal_grants set role = \'owner\' where goal_id = $1 and user_id = $2', bob],
        ['delete from goal_grants where goal_id = $1 and user_id = $2', alice],
      ] as const
      await asMember(database.pool, alice, async (client) => {
        for (const [step, person] of isGrantedFirst ? steps : steps.toReversed())
          await client.query(step, [goal, person])
      })
      expect(await membersOf(goal)).toEqual({ bob: own })
    }
  })

  test('from above is enough, for as long as it lasts', async () => {
    const root = await below(null)
    await grant(root, erin, 'viewer')
    const goal = await below(root, bob)
    await revoke(goal, bob)
    expect(await membersOf(goal)).toEqual({ alice: 'owner', erin: 'viewer' })
    await query('update goal_grants set role = \'owner\' where goal_id = $1 and user_id = $2', [root, erin])
    await revoke(root, alice)
    expect(await membersOf(goal)).toEqual({ erin: 'owner' })
    await expect(revoke(root, erin)).rejects.toMatchObject({ constraint: 'user_goals_last_owner' })
  })
})

describe('a person who is deleted', () => {
  test('leaves what they granted to others, and shared goals without an owner', async () => {
    const dora = await addUser(database.pool, 'dora')
    const root = await below(null, dora)
    const child = await below(root, dora)
    await grant(root, bob, 'editor')
    await query('delete from users where id = $1', [dora])
    expect(await membersOf(root)).toEqual({ bob: 'editor (editor)' })
    expect(await membersOf(child)).toEqual({ bob: 'editor' })
    await grant(root, erin, 'viewer')
    expect(await membersOf(child)).toEqual({ bob: 'editor', erin: 'viewer' })
  })
})

describe('a role that an owner gives', () => {
  const giveAs = (person: string, goal: string, user: string) =>
    asMember(database.pool, person, client =>
      client.query(
        'insert into goal_grants (goal_id, user_id, role, granted_by) values ($1, $2, \'editor\', $3)',
        [goal, user, person],
      ),
    )
  const refused = (column: string, constraint: string) => ({
    code: '23514',
    table: 'goal_grants',
    column,
    constraint,
  })

  test('goes to those who are members from above', async () => {
    const root = await below(null)
    const goal = await below(root)
    await grant(root, bob, 'viewer')
    await giveAs(alice, goal, bob)
    expect(await membersOf(goal)).toEqual({ alice: own, bob: 'editor (editor)' })
    await expect(giveAs(alice, goal, bob)).rejects.toMatchObject(refused('user_id', 'goal_grants_twice'))
  })

  test('goes neither to strangers nor to oneself', async () => {
    const goal = await below(null)
    const [gone, nobody] = [await addUser(database.pool, 'gone'), alice.replace(/^.{8}/, 'ffffffff')]
    await grant(goal, gone, 'viewer')
    await query('update users set is_active = false where id = $1', [gone])
    for (const person of [bob, gone, nobody]) {
      await expect(giveAs(alice, goal, person)).rejects.toMatchObject({
        ...refused('user_id', 'goal_grants_user_allowed'),
        message: 'user_id: choose a member of this goal, and invite everybody else',
      })
    }
    await expect(giveAs(alice, goal, alice)).rejects.toMatchObject(refused('user_id', 'goal_grants_oneself'))
  })

  test('says the same to whoever is no owner, also of a role that is given already', async () => {
    const goal = await below(null)
    await grant(goal, bob, 'editor')
    await grant(goal, erin, 'viewer')
    const nowhere = alice.replace(/^.{8}/, 'ffffffff')
    for (const [person, place, user] of [
      [bob, goal, erin],
      [bob, goal, bob],
      [bob, nowhere, erin],
      [erin, goal, alice],
    ] as const) {
      await expect(giveAs(person, place, user)).rejects.toMatchObject({
        ...refused('goal_id', 'goal_grants_goal_allowed'),
        message: 'goal_id: choose a goal that you own',
      })
    }
  })
})

describe('a goal without an owner', () => {
  const handOver = (goal: string, user: string) =>
    asMember(
      database.pool,
      erin,
      client =>
        client.query('insert into goal_grants (goal_id, user_id, role) values ($1, $2, \'owner\')', [goal, user]),
      'org_admin',
    )

  test('is given to a person by an administrator, also to one who is a member already', async () => {
    const goal = await below(null, null)
    const child = await below(goal, null)
    await grant(goal, bob, 'viewer')
    await handOver(goal, bob)
    expect(await membersOf(child)).toEqual({ bob: 'owner' })
    await expect(handOver(child, alice.replace(/^.{8}/, 'ffffffff'))).rejects.toMatchObject({
      constraint: 'goal_grants_person',
      message: 'user_id: choose a person who is active',
    })
  })
})
