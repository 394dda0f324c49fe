// Check 24: B reads A's row, by every way there is.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { absent, expectSame, hidden, person, type Question } from '../support/pairs.ts'
import { everyTransport, startStack, type Stack } from '../support/stack.ts'
import { openTransports, type Answer } from '../support/target.ts'
import { restoreWorld } from '../support/world.ts'

let stack: Stack
let senders: Record<'engine' | 'gateway', ReturnType<typeof openTransports>>

beforeAll(async () => {
  stack = await startStack()
  senders = { engine: openTransports(stack.engine), gateway: openTransports(stack.gateway) }
})
afterAll(async () => {
  await senders.engine.close()
  await senders.gateway.close()
  await stack.close()
})
beforeEach(() => restoreWorld(stack.client, stack.world))

const goalColumns =
  'title description success_criteria target_date progress position completed_at created_at updated_at'
const orderable = 'target_date progress position created_at'

const questions: readonly (readonly [string, keyof typeof hidden, Question])[] = [
  ['by primary key', 'goal', id => `{ goals_by_pk(id: "${id}") { ${goalColumns} } }`],
  ['by filter', 'goal', id => `{ goals(where: {id: {_eq: "${id}"}}) { ${goalColumns} } }`],
  ['in the trash', 'goal', id => `{ deleted_goals(where: {id: {_eq: "${id}"}}) { id } }`],
  [
    'by aggregate',
    'goal',
    id =>
      `{ goals_aggregate(where: {id: {_eq: "${id}"}}) { aggregate { count max { title ${orderable} } min { title ${orderable} } sum { progress } } nodes { id } } }`,
  ],
  [
    'by membership',
    'goal',
    id =>
      `{ user_goals(where: {goal_id: {_eq: "${id}"}}) { role } goal_members(where: {goal_id: {_eq: "${id}"}}) { username } }`,
  ],
  [
    'by a relationship of its children',
    'goal',
    id =>
      `{ tasks(where: {goal: {id: {_eq: "${id}"}}}) { id } goals(where: {parent: {id: {_eq: "${id}"}}}) { id } }`,
  ],
  [
    'by an aggregate of its children',
    'goal',
    id =>
      `{ goals(where: {id: {_eq: "${id}"}, tasks_aggregate: {count: {predicate: {_gt: 0}}}}) { id } }`,
  ],
  [
    'as a task',
    'task',
    id =>
      `{ tasks_by_pk(id: "${id}") { title notes } tasks(where: {id: {_eq: "${id}"}}) { id } tasks_aggregate(where: {id: {_eq: "${id}"}}) { aggregate { count max { title } } } }`,
  ],
  [
    'as a category',
    'category',
    id =>
      `{ categories_by_pk(id: "${id}") { name } categories(where: {id: {_eq: "${id}"}}) { id } tasks(where: {category_id: {_eq: "${id}"}}) { id } }`,
  ],
  [
    'as a person',
    'user',
    id =>
      `{ users_by_pk(id: "${id}") { email } users(where: {id: {_eq: "${id}"}}) { id } goals(where: {created_by: {_eq: "${id}"}}) { id } goal_members(where: {user_id: {_eq: "${id}"}}) { name } }`,
  ],
  [
    'as a setting',
    'user',
    id =>
      `{ settings_by_pk(user_id: "${id}", key: "theme") { value } settings(where: {user_id: {_eq: "${id}"}}) { key } }`,
  ],
]

describe.each(everyTransport)(
  '24: B reads A\'s row, at the %s over %s, and finds what does not exist',
  (place, transport) => {
    const send = (name: string, query: string): Promise<Answer> =>
      senders[place].send(transport, person(name), query)

    test.each(questions)('%s', async (_way, row, question) => {
      expect(await expectSame(stack, [place, transport], question, hidden[row])).toContain('"data"')
    })

    if (transport === 'websocket')
      test('by subscription', async () => {
        for (const question of [
          (id: string) => `subscription { goals_by_pk(id: "${id}") { title } }`,
          (id: string) =>
            `subscription { goals_aggregate(where: {id: {_eq: "${id}"}}) { aggregate { count } } }`,
        ]) {
          expect(await expectSame(stack, [place, transport], question, hidden.goal)).toContain(
            '"type":"next"',
          )
        }
      })

    test('by the totals of all rows, whatever extremes A has', async () => {
      const totals = `{ goals_aggregate { aggregate { count max { title ${orderable} } min { title ${orderable} } avg { progress } stddev { progress } } } tasks_aggregate { aggregate { count max { title priority } } } categories_aggregate { aggregate { count max { name color } min { name } } } }`
      const [ofBob, ofAlice] = [await send('bob', totals), await send('alice', totals)]
      expect(ofBob.errors).toBeUndefined()
      await stack.client.query(`
      update goals set title = '~~~', progress = 100, target_date = '9999-12-31', position = 9999 where id = '${hidden.goal}';
      update tasks set title = '~~~', priority = 5 where id = '${hidden.task}';
      update categories set name = '~~~', color = '~~~' where id = '${hidden.category}'`)
      expect(await send('bob', totals)).toEqual(ofBob)
      expect(await send('alice', totals)).not.toEqual(ofAlice)
    })

    test('by sorting what B sees along what B does not see', async () => {
      await stack.client.query(`
      insert into goals (id, title, horizon, created_by, parent_id) values
        ('e0000000-0000-4000-8000-000000000001', 'm', 'yearly', '${person('erin').id}', null), ('e0000000-0000-4000-8000-000000000002', 'below m', 'weekly', '${person('erin').id}', 'e0000000-0000-4000-8000-000000000001');
      insert into user_goals (goal_id, user_id, role) values ('e0000000-0000-4000-8000-000000000001', '${person('alice').id}', 'viewer'), ('e0000000-0000-4000-8000-000000000002', '${person('alice').id}', 'viewer')`)
      const children = 'where: {title: {_in: ["below m", "shared, below a private one"]}}'
      const sorted = `{ by_parent: goals(${children}, order_by: [{parent: {title: asc}}, {id: asc}]) { id }
      by_count: goals(where: {title: {_in: ["m", "shared"]}}, order_by: [{children_aggregate: {count: desc}}, {id: asc}]) { id }
      by_creator: goals(${children}, order_by: [{creator: {email: asc}}, {id: asc}]) { id } }`
      const order = async (name: string, title: string) => {
        await stack.client.query('update goals set title = $1, parent_id = null where id = $2', [
          title,
          hidden.goal,
        ])
        const { data, errors } = await send(name, sorted)
        expect(errors).toBeUndefined()
        return data
      }
      expect(await order('erin', 'aaa')).toEqual(await order('erin', 'zzz'))
      expect(await order('alice', 'aaa')).not.toEqual(await order('alice', 'zzz'))
      const before = await order('erin', 'aaa')
      await stack.client.query(
        'insert into goals (title, horizon, created_by, parent_id) select \'hidden child\', \'weekly\', $1, \'a0000000-0000-4000-8000-000000000002\' from generate_series(1, 3)',
        [person('alice').id],
      )
      await stack.client.query(
        `update users set email = '000@example.test' where id = '${person('alice').id}'`,
      )
      expect(await order('erin', 'aaa')).toEqual(before)
    })

    test('by filtering along what B does not see, also turned around', async () => {
      const filters = `{ yes: goals(where: {parent: {title: {_like: "priv%"}}}) { id } no: goals(where: {_not: {parent: {title: {_like: "priv%"}}}}, order_by: {id: asc}) { id }
      nested: goals(where: {title: {_eq: "shared, below a private one"}}) { parent { title } creator { email } } }`
      const [ofErin, ofAlice] = [await send('erin', filters), await send('alice', filters)]
      expect(ofErin.data).toMatchObject({ yes: [], nested: [{ parent: null, creator: null }] })
      expect(ofAlice.data).toMatchObject({ yes: [{}], nested: [{ parent: { title: 'private' } }] })
      await stack.client.query('update goals set title = \'another\' where id = $1', [hidden.goal])
      expect(await send('erin', filters)).toEqual(ofErin)
      expect(await send('alice', filters)).not.toEqual(ofAlice)
    })

    test('by _exists, which only permissions may use', async () => {
      const exists = (id: string) =>
        `{ goals(where: {_exists: {_table: {schema: "public", name: "goals"}, _where: {id: {_eq: "${id}"}}}}) { id } }`
      expect(await expectSame(stack, [place, transport], exists, hidden.goal)).toContain(
        'validation-failed',
      )
    })

    test('while A is told', async () => {
      const { data } = await send('alice', questions[0]![2](hidden.goal))
      expect(data).toMatchObject({ goals_by_pk: { title: 'private' } })
      expect(await send('alice', questions[0]![2](absent))).toEqual({ data: { goals_by_pk: null } })
    })
  },
)
