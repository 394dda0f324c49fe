// Checks 25 to 29: B changes A's row, gives A a row, takes one of A's, or learns from an error that
// it is there.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { absent, expectSame, hidden, own, person, type Question } from '../support/pairs.ts'
import { everyTransport, startStack, type Stack } from '../support/stack.ts'
import { openTransports, type Answer } from '../support/target.ts'
import { readWorld, restoreWorld } from '../support/world.ts'

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

const alice = person('alice').id
/** An error, over either transport. */
const refusal = /"code":"(validation-failed|permission-error|constraint-violation)"/
const goal = 'title: "new", horizon: "weekly"'

const changes: readonly (readonly [string, keyof typeof hidden, Question])[] = [
  [
    'update by primary key',
    'goal',
    id =>
      `mutation { update_goals_by_pk(pk_columns: {id: "${id}"}, _set: {title: "x"}) { id title } }`,
  ],
  [
    'update by filter',
    'goal',
    id =>
      `mutation { update_goals(where: {id: {_eq: "${id}"}}, _set: {title: "x"}) { affected_rows returning { id title } } }`,
  ],
  [
    'update of many',
    'goal',
    id =>
      `mutation { update_goals_many(updates: [{where: {id: {_eq: "${id}"}}, _inc: {progress: 1}}]) { affected_rows returning { id } } }`,
  ],
  [
    'delete by primary key',
    'goal',
    id => `mutation { delete_goals_by_pk(id: "${id}") { id title } }`,
  ],
  [
    'delete by filter',
    'goal',
    id =>
      `mutation { delete_goals(where: {id: {_eq: "${id}"}}) { affected_rows returning { id title } } }`,
  ],
  [
    'update of a task with what it belongs to',
    'task',
    id =>
      `mutation { update_tasks(where: {id: {_eq: "${id}"}}, _set: {title: "x"}) { affected_rows returning { id goal { title } category { name } } } }`,
  ],
  ['delete of a task', 'task', id => `mutation { delete_tasks_by_pk(id: "${id}") { id } }`],
  [
    'update of a category',
    'category',
    id =>
      `mutation { update_categories_by_pk(pk_columns: {id: "${id}"}, _set: {name: "x"}) { id } }`,
  ],
  [
    'delete of a category',
    'category',
    id =>
      `mutation { delete_categories(where: {id: {_eq: "${id}"}}) { affected_rows returning { id } } }`,
  ],
  [
    'update of a setting',
    'user',
    id =>
      `mutation { update_settings(where: {user_id: {_eq: "${id}"}}, _set: {value: "x"}) { affected_rows returning { key } } }`,
  ],
]

/** What would make a row Alice's; none of it is in a member's schema. */
const gifts = [
  ['a goal', `insert_goals_one(object: {${goal}, created_by: "${alice}"}) { id }`],
  [
    'a goal with Alice among its members',
    `insert_goals_one(object: {${goal}, members: {data: [{user_id: "${alice}", role: "owner"}]}}) { id }`,
  ],
  [
    'a membership',
    `insert_user_goals_one(object: {user_id: "${alice}", goal_id: "${own.goal}", role: "owner"}) { goal_id }`,
  ],
  [
    'a membership of oneself in a goal of Alice',
    `insert_user_goals_one(object: {user_id: "${person('bob').id}", goal_id: "${hidden.goal}", role: "owner"}) { goal_id }`,
  ],
  [
    'a task',
    `insert_tasks_one(object: {title: "new", goal_id: "${own.goal}", created_by: "${alice}"}) { id }`,
  ],
  ['a category', `insert_categories_one(object: {name: "new", user_id: "${alice}"}) { id }`],
  ['a setting', `insert_settings_one(object: {key: "new", value: 1, user_id: "${alice}"}) { key }`],
  ['a person', `insert_users_one(object: {id: "${absent}", username: "new"}) { id }`],
] as const

/** Changes of whose a row is. */
const handovers = [
  [
    'a goal',
    `update_goals_by_pk(pk_columns: {id: "${own.goal}"}, _set: {created_by: "${alice}"}) { id }`,
  ],
  [
    'a task',
    `update_tasks_by_pk(pk_columns: {id: "${own.task}"}, _set: {created_by: "${alice}"}) { id }`,
  ],
  ['a category', `update_categories(where: {}, _set: {user_id: "${alice}"}) { affected_rows }`],
  ['a setting', `update_settings(where: {}, _set: {user_id: "${alice}"}) { affected_rows }`],
  ['a membership', `update_user_goals(where: {}, _set: {user_id: "${alice}"}) { affected_rows }`],
] as const

/** Upserts that name a row of Alice by its key, or by a name that only she uses. */
const upserts: readonly (readonly [string, keyof typeof hidden, Question])[] = [
  [
    'a goal by its id',
    'goal',
    id =>
      `mutation { insert_goals_one(object: {id: "${id}", ${goal}}, on_conflict: {constraint: goals_pkey, update_columns: [title]}) { id title } }`,
  ],
  [
    'a task by its id',
    'task',
    id =>
      `mutation { insert_tasks_one(object: {id: "${id}", title: "x", goal_id: "${own.goal}"}, on_conflict: {constraint: tasks_pkey, update_columns: [title]}) { id } }`,
  ],
  [
    'a category by its id',
    'category',
    id =>
      `mutation { insert_categories_one(object: {id: "${id}", name: "x"}, on_conflict: {constraint: categories_pkey, update_columns: [name]}) { id } }`,
  ],
  [
    'a setting by its owner',
    'user',
    id =>
      `mutation { insert_settings_one(object: {user_id: "${id}", key: "theme", value: "x"}, on_conflict: {constraint: settings_pkey, update_columns: [value]}) { key } }`,
  ],
]

const children: readonly (readonly [string, keyof typeof hidden, Question])[] = [
  [
    'a task below a goal',
    'goal',
    id => `mutation { insert_tasks_one(object: {title: "new", goal_id: "${id}"}) { id } }`,
  ],
  [
    'a goal below a goal',
    'goal',
    id => `mutation { insert_goals_one(object: {${goal}, parent_id: "${id}"}) { id } }`,
  ],
  [
    'a task of a category',
    'category',
    id =>
      `mutation { insert_tasks_one(object: {title: "new", goal_id: "${own.goal}", category_id: "${id}"}) { id } }`,
  ],
  [
    'a task nested into a new category',
    'goal',
    id =>
      `mutation { insert_categories_one(object: {name: "new", tasks: {data: [{title: "new", goal_id: "${id}"}]}}) { id } }`,
  ],
  [
    'an own task moved',
    'goal',
    id =>
      `mutation { update_tasks_by_pk(pk_columns: {id: "${own.task}"}, _set: {goal_id: "${id}"}) { id } }`,
  ],
  [
    'an own goal moved',
    'goal',
    id =>
      `mutation { update_goals_by_pk(pk_columns: {id: "${own.goal}"}, _set: {parent_id: "${id}"}) { id } }`,
  ],
  [
    'an own task given a category',
    'category',
    id =>
      `mutation { update_tasks(where: {id: {_eq: "${own.task}"}}, _set: {category_id: "${id}"}) { affected_rows } }`,
  ],
]

describe.each(everyTransport)('at the %s over %s', (place, transport) => {
  const send = (name: string, query: string): Promise<Answer> =>
    senders[place].send(transport, person(name), query)
  const expectNothingChanged = async () =>
    expect(await readWorld(stack.client)).toEqual(stack.world)

  test.each(changes)(
    '25: B changes A\'s row and asks for what was changed (%s): nothing, as of an absent row',
    async (_what, row, question) => {
      const seen = await expectSame(stack, [place, transport], question, hidden[row])
      expect(seen).toMatch(/"affected_rows":0,"returning":\[\]|"\w+_by_pk":null/)
      await expectNothingChanged()
    },
  )

  test.each(gifts)(
    '26: B inserts %s for A: not in the schema, and no row more',
    async (_what, field) => {
      const answer = await send('bob', `mutation { ${field} }`)
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'validation-failed' } }] })
      expect(answer.data).toBeUndefined()
      await expectNothingChanged()
    },
  )

  test.each(handovers)('27: B makes %s of their own A\'s: impossible', async (_what, field) => {
    expect(await send('bob', `mutation { ${field} }`)).toMatchObject({
      errors: [{ extensions: { code: 'validation-failed' } }],
    })
    await expectNothingChanged()
  })

  test.each(upserts)(
    '28: B\'s upsert hits %s of A: answered as one that hits nothing, and no change',
    async (_what, row, question) => {
      expect(await expectSame(stack, [place, transport], question, hidden[row])).toMatch(refusal)
      await expectNothingChanged()
    },
  )

  test.each([
    ['insert', 'insert_categories_one(object: {name: "$"}) { name }'],
    [
      'upsert',
      'insert_categories_one(object: {name: "$", color: "x"}, on_conflict: {constraint: categories_user_id_name_key, update_columns: [color]}) { name color }',
    ],
    [
      'rename',
      'update_categories(where: {id: {_eq: "b0000000-0000-4000-8000-0000000000c1"}}, _set: {name: "$"}) { affected_rows }',
    ],
    [
      'setting',
      'insert_settings_one(object: {key: "$", value: 1}, on_conflict: {constraint: settings_pkey, update_columns: [value]}) { key value }',
    ],
  ])('28: a unique name that A has taken is as free to B as any (%s)', async (_way, field) => {
    await stack.client.query(
      `insert into categories (user_id, name) values ('${alice}', 'taken'); insert into settings (user_id, key, value) values ('${alice}', 'taken', '0')`,
    )
    const before = await readWorld(stack.client)
    const use = async (name: string) => {
      const answer = await send('bob', `mutation { ${field.replace('$', name)} }`)
      await restoreWorld(stack.client, before)
      return JSON.stringify(answer).replaceAll(name, '<name>')
    }
    const answer = await use('taken')
    expect(answer).not.toContain('errors')
    expect(answer).toBe(await use('fresh'))
  })

  test.each(children)(
    '29: B puts %s of A: refused in the words for one that does not exist',
    async (_what, row, question) => {
      const seen = await expectSame(stack, [place, transport], question, hidden[row])
      expect(seen).toMatch(refusal)
      expect(seen).not.toContain('"data"')
      await expectNothingChanged()
    },
  )

  test('25 to 29: while A may do all of it', async () => {
    for (const [what, row, question] of changes) {
      const { data, errors } = await send('alice', question(hidden[row]))
      expect(errors, what).toBeUndefined()
      expect(Object.values(data!)[0], what).not.toBeNull()
      expect(await readWorld(stack.client), what).not.toEqual(stack.world)
      await restoreWorld(stack.client, stack.world)
    }
    expect(await send('alice', children[0]![2](hidden.goal))).toMatchObject({
      data: { insert_tasks_one: {} },
    })
  })
})
