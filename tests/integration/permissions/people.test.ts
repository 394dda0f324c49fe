import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles } from '#shared/roles.ts'
import { createTestGraphQL, type Ask, type TestGraphQL } from '../../support/graphql.ts'
import { addGoal, addTask, addUser, share } from '../../support/rows.ts'

let graphql: TestGraphQL
let admin: string
let alice: string
let asAdmin: Ask
let asAlice: Ask

beforeAll(async () => {
  graphql = await createTestGraphQL()
  admin = await addUser(graphql.database.pool, 'admin')
  alice = await addUser(graphql.database.pool, 'alice')
  asAdmin = graphql.as('org_admin', admin)
  asAlice = graphql.as('member', alice)
})

afterAll(() => graphql.close())

const setActive =
  'mutation ($id: uuid!, $active: Boolean!) { update_users_by_pk(pk_columns: {id: $id}, _set: {is_active: $active}) { username is_active } }'

describe('a member', () => {
  test('sees of all people only themselves', async () => {
    expect(
      await asAlice(
        '{ users { username memberships { goal { title } } categories { name } settings { key } } }',
      ),
    ).toEqual({
      data: {
        users: [
          {
            username: 'alice',
            memberships: [{ goal: { title: 'Inbox' } }],
            categories: [{ name: 'Uncategorized' }],
            settings: [],
          },
        ],
      },
    })
    expect(
      await asAlice('query ($id: uuid!) { users_by_pk(id: $id) { id } }', { id: admin }),
    ).toEqual({ data: { users_by_pk: null } })
  })

  test('has no field to write people or memberships with', async () => {
    for (const document of [
      'mutation { delete_users(where: {}) { affected_rows } }',
      'mutation { insert_user_goals(objects: []) { affected_rows } }',
      '{ users { is_active } }',
      '{ users_aggregate { aggregate { count } } }',
    ]) {
      expect((await asAlice(document)).errors).toMatchObject([
        { extensions: { code: 'validation-failed' } },
      ])
    }
    expect((await asAlice(setActive, { id: alice, active: false })).errors).toMatchObject([
      { extensions: { code: 'validation-failed' } },
    ])
  })
})

describe('one\'s language and time zone', () => {
  const choose =
    'mutation ($id: uuid!, $set: users_set_input!) { update_users_by_pk(pk_columns: {id: $id}, _set: $set) { locale time_zone } }'
  const answered = (locale: string | null, timeZone: string | null) => ({
    data: { update_users_by_pk: { locale, time_zone: timeZone } },
  })

  test('are chosen by the person, and the zone is written as its database does', async () => {
    const chosen = { id: alice, set: { locale: 'de-AT', time_zone: 'europe/vienna' } }
    expect(await asAlice(choose, chosen)).toEqual(answered('de-AT', 'Europe/Vienna'))
    expect(await asAlice(choose, { id: alice, set: { time_zone: null } })).toEqual(answered('de-AT', null))
  })

  test.each(['en', 'en-GB', 'zh-Hant-TW', 'es-419', 'sl-rozaj-biske-1994', 'de-DE-u-co-phonebk', 'en-x-home', 'SR-latn-rs'])(
    'may be %s, which browsers take',
    async (locale) => {
      expect(Intl.getCanonicalLocales(locale)).toHaveLength(1)
      expect(await asAlice(choose, { id: alice, set: { locale } })).toMatchObject(answered(locale, null))
    },
  )

  test.each([
    '', 'x', 'english please', 'en_GB', 'en-', '-en', 'en-GB-oed-', 'de-1996-1996', 'de-u-co-phonebk-u-nu-latn',
  ])('cannot be %j, which browsers refuse', async (locale) => {
    expect(() => Intl.getCanonicalLocales(locale)).toThrow(RangeError)
    await expectRefused({ locale }, 'locale: choose a language tag, such as en-GB')
  })

  test.each(['', 'Mars/Olympus', 'Foo/Bar+3', 'UTC+3', 'CEST', 'localtime', 'posix/Europe/Paris', 'Factory', 'Europe/Paris '])(
    'cannot be the zone %j, which the database of time zones does not know',
    zone => expectRefused(
      { time_zone: zone },
      'time_zone: choose a time zone by its name, such as Europe/Berlin',
    ),
  )

  test('cannot be longer than any', async () => {
    const { errors } = await asAlice(choose, { id: alice, set: { locale: 'en-'.padEnd(50_000, 'ab-') } })
    expect(errors).toMatchObject([{ message: expect.stringContaining('users_locale_length') }])
  })

  test('are nobody else\'s to choose, neither a viewer\'s', async () => {
    const set = { locale: 'fr' }
    expect(await asAlice(choose, { id: admin, set })).toEqual({ data: { update_users_by_pk: null } })
    for (const ask of [asAdmin, graphql.as('viewer', alice)])
      expect((await ask(choose, { id: alice, set })).errors).toMatchObject([
        { extensions: { code: 'validation-failed' } },
      ])
  })

  test('count as unsaid when the provider says what nobody knows', async () => {
    const { rows } = await graphql.database.pool.query(
      `insert into users (id, username, name, locale, time_zone) values (gen_random_uuid(), 'zoe', 'Zoe', 'c', 'Nowhere/Here')
      returning locale, time_zone`,
    )
    expect(rows).toEqual([{ locale: null, time_zone: null }])
  })

  async function expectRefused(set: object, message: string) {
    const before = await asAlice('{ users { locale time_zone } }')
    expect((await asAlice(choose, { id: alice, set })).errors).toMatchObject([
      { message: `Check constraint violation. ${message}` },
    ])
    expect(await asAlice('{ users { locale time_zone } }')).toEqual(before)
  }
})

describe('people who share a goal', () => {
  let erin: string
  let goal: string

  beforeAll(async () => {
    erin = await addUser(graphql.database.pool, 'erin')
    goal = await addGoal(graphql.database.pool, alice, { title: 'Shared' })
    await share(graphql.database.pool, goal, erin, 'viewer')
  })

  test('see each other as its members, whatever their part in it', async () => {
    const members =
      'query ($goal: uuid!) { goals_by_pk(id: $goal) { members(order_by: {username: asc}) { username name role is_active } members_aggregate { aggregate { count } } } }'
    const both = [
      { username: 'alice', name: 'alice', role: 'owner', is_active: true },
      { username: 'erin', name: 'erin', role: 'viewer', is_active: true },
    ]
    for (const ask of [asAlice, graphql.as('member', erin), graphql.as('viewer', erin)]) {
      expect(await ask(members, { goal })).toEqual({
        data: { goals_by_pk: { members: both, members_aggregate: { aggregate: { count: 2 } } } },
      })
    }
  })

  test('see of each other\'s other goals, and of each other besides, nothing', async () => {
    expect(
      await graphql.as('member', erin)(
        'query ($alice: uuid!) { goal_members(where: {user_id: {_eq: $alice}}) { goal { title } } user_goals(where: {user_id: {_eq: $alice}}) { role } users { username } }',
        { alice },
      ),
    ).toEqual({
      data: {
        goal_members: [{ goal: { title: 'Shared' } }],
        user_goals: [],
        users: [{ username: 'erin' }],
      },
    })
  })

  test('are hidden from strangers, and with the goal in the trash from each other', async () => {
    const stranger = graphql.as('member', await addUser(graphql.database.pool, 'stranger'))
    const ofGoal =
      'query ($goal: uuid!) { goal_members(where: {goal_id: {_eq: $goal}}) { username } goal_members_aggregate(where: {goal_id: {_eq: $goal}}) { aggregate { count } } }'
    const nothing = {
      data: { goal_members: [], goal_members_aggregate: { aggregate: { count: 0 } } },
    }
    expect(await stranger(ofGoal, { goal })).toEqual(nothing)
    await graphql.database.pool.query('update goals set deleted_at = now() where id = $1', [goal])
    expect(await asAlice(ofGoal, { goal })).toEqual(nothing)
    await graphql.database.pool.query('update goals set deleted_at = null where id = $1', [goal])
  })

  test('cannot be written to', async () => {
    for (const document of [
      'mutation { delete_goal_members(where: {}) { affected_rows } }',
      'mutation { insert_goal_members(objects: []) { affected_rows } }',
      'mutation { insert_goals_one(object: {title: "G", horizon: weekly, members: {data: []}}) { id } }',
    ]) {
      expect((await asAlice(document)).errors).toMatchObject([
        { extensions: { code: 'validation-failed' } },
      ])
    }
  })
})

describe('an administrator', () => {
  test('reads everybody\'s goals and tasks and changes none', async () => {
    const goal = await addGoal(graphql.database.pool, alice, { title: 'Secret' })
    await addTask(graphql.database.pool, goal)
    expect(
      await asAdmin(
        'query ($goal: uuid!) { goals_by_pk(id: $goal) { title members { username } tasks_aggregate { aggregate { count } } } }',
        { goal },
      ),
    ).toEqual({
      data: {
        goals_by_pk: {
          title: 'Secret',
          members: [{ username: 'alice' }],
          tasks_aggregate: { aggregate: { count: 1 } },
        },
      },
    })
    expect(
      (await asAdmin('mutation ($goal: uuid!) { delete_goals_by_pk(id: $goal) { id } }', { goal }))
        .errors,
    ).toMatchObject([{ extensions: { code: 'validation-failed' } }])
    expect((await asAdmin('{ settings { key } }')).errors).toMatchObject([
      { extensions: { code: 'validation-failed' } },
    ])
  })

  test('deactivates and reactivates others, never themselves', async () => {
    expect(await asAdmin(setActive, { id: alice, active: false })).toEqual({
      data: { update_users_by_pk: { username: 'alice', is_active: false } },
    })
    expect(await asAlice('{ goals { id } users { id } }')).toEqual({
      data: { goals: [], users: [] },
    })
    expect(await asAdmin(setActive, { id: alice, active: true })).toEqual({
      data: { update_users_by_pk: { username: 'alice', is_active: true } },
    })
    expect(await asAdmin(setActive, { id: admin, active: false })).toEqual({
      data: { update_users_by_pk: null },
    })
  })
})

describe('a deactivated person with a token that is still valid', () => {
  let dan: string
  let goal: string

  beforeAll(async () => {
    dan = await addUser(graphql.database.pool, 'dan')
    goal = await addGoal(graphql.database.pool, dan)
    await addTask(graphql.database.pool, goal)
    await graphql.database.pool.query('update users set is_active = false where id = $1', [dan])
  })

  test.each(roles)('sees nothing as %s', async (role) => {
    expect(
      await graphql.as(
        role,
        dan,
      )(
        '{ goals { id } user_goals { role } goal_members { role } tasks { id } categories { id } users { id } deleted_goals { id } deleted_tasks { id } goals_aggregate { aggregate { count } } }',
      ),
    ).toEqual({
      data: {
        goals: [],
        user_goals: [],
        goal_members: [],
        tasks: [],
        categories: [],
        users: [],
        deleted_goals: [],
        deleted_tasks: [],
        goals_aggregate: { aggregate: { count: 0 } },
      },
    })
  })

  test('changes nothing', async () => {
    const ask = graphql.as('member', dan)
    expect(
      await ask(
        `mutation ($goal: uuid!) {
      update_goals(where: {id: {_eq: $goal}}, _set: {title: "Mine"}) { affected_rows }
      update_tasks(where: {}, _set: {title: "Mine"}) { affected_rows }
      delete_goals(where: {}) { affected_rows }
      delete_categories(where: {}) { affected_rows }
    }`,
        { goal },
      ),
    ).toEqual({
      data: {
        update_goals: { affected_rows: 0 },
        update_tasks: { affected_rows: 0 },
        delete_goals: { affected_rows: 0 },
        delete_categories: { affected_rows: 0 },
      },
    })
    for (const insert of [
      'insert_goals_one(object: {title: "G", horizon: weekly}) { id }',
      'insert_categories_one(object: {name: "C"}) { id }',
      'insert_settings_one(object: {key: "k", value: 1}) { key }',
    ]) {
      expect((await ask(`mutation { ${insert} }`)).errors).toMatchObject([
        { extensions: { code: 'permission-error' } },
      ])
    }
    expect(await graphql.as('org_admin', dan)(setActive, { id: alice, active: false })).toEqual({
      data: { update_users_by_pk: null },
    })
  })
})
