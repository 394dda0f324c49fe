// Everything that is wrong with a part of a goal, or with who shares it, sent as people send it: the answer
// names the field and what to do, nothing is written, and two people who do it at once are told the same.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userIdFor } from '../../../dev/identity-provider/people.ts'
import { until } from '../../../hasura/engine/tests/support/until.ts'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { loadTables } from '../../support/metadata.ts'
import { share } from '../../support/rows.ts'
import { startServerEngine } from '../../support/server-engine.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'
import { tokenFor } from '../../support/tokens.ts'

let env: TestEnvironment
let app: AppServer
let engine: { stop: () => Promise<void> }

/** Alice and Carol own the goal, Bob edits it, Dan sees it and is deactivated, Eve has no part in it. */
type Name = 'alice' | 'bob' | 'carol' | 'dan' | 'eve'

interface Answer {
  data?: Record<string, { id: string } | null> | null
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

type Table = 'goals' | 'tasks' | 'key_results' | 'check_ins' | 'task_dependencies' | 'goal_grants' | 'invitations'
const insert = (name: Name, table: Table, object: object) =>
  ask(
    name,
    `mutation ($object: ${table}_insert_input!) { insert_${table}_one(object: $object) { __typename } }`,
    { object },
  )
const update = (name: Name, table: Table, id: string, change: object, operator = '_set') =>
  ask(
    name,
    `mutation ($id: uuid!, $change: ${table}${operator}_input!) { update_${table}_by_pk(pk_columns: {id: $id}, ${operator}: $change) { id } }`,
    { id, change },
  )
async function made(table: 'goals' | 'tasks' | 'key_results', object: object): Promise<string> {
  const { data, errors } = await ask(
    'alice',
    `mutation ($object: ${table}_insert_input!) { insert_${table}_one(object: $object) { id } }`,
    { object: { title: 'New', ...(table === 'goals' && { horizon: 'yearly' }), ...object } },
  )
  expect(errors).toBeUndefined()
  return data![`insert_${table}_one`]!.id
}

const newGoal = (object: object) => (name: Name) =>
  insert(name, 'goals', { title: 'New', horizon: 'weekly', ...object })
const newTask = (object: object) => (name: Name) =>
  insert(name, 'tasks', { title: 'New', goal_id: goal, ...object })
const newKeyResult = (object: object) => (name: Name) =>
  insert(name, 'key_results', { title: 'New', goal_id: goal, target_value: 10, ...object })
const give = (name: Name, place: string, user: string, role = 'editor') =>
  insert(name, 'goal_grants', { goal_id: place, user_id: user, role })
const invite = (name: Name, place: string, invitee: string, role = 'editor') =>
  insert(name, 'invitations', { goal_id: place, invitee, role })
const dependOn = (name: Name, task: string, other: string) =>
  insert(name, 'task_dependencies', { task_id: task, depends_on_id: other })
const demote = (name: Name, place: string, user: Name) =>
  ask(
    name,
    'mutation ($goal: uuid!, $user: uuid!) { update_goal_grants_by_pk(pk_columns: {goal_id: $goal, user_id: $user}, _set: {role: "viewer"}) { role } }',
    { goal: place, user: userIdFor(user) },
  )
const remove = (name: Name, place: string, user: Name) =>
  ask(
    name,
    'mutation ($goal: uuid!, $user: uuid!) { delete_goal_grants_by_pk(goal_id: $goal, user_id: $user) { role } }',
    { goal: place, user: userIdFor(user) },
  )

const letters = (count: number) => 'x'.repeat(count)
const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`)
const nowhere = 'ffffffff-ffff-4fff-8fff-ffffffffffff'

let goal: string
let below: string
let solo: string
let tasks: string[]
let figure: string
let milestone: string

/** Goals that both own and Bob edits, Dan sees. */
async function shared(parent?: string): Promise<string> {
  const id = await made('goals', parent ? { parent_id: parent } : {})
  if (parent) return id
  const { pool } = env.database
  await share(pool, id, userIdFor('carol'), 'owner')
  await share(pool, id, userIdFor('bob'), 'editor')
  await share(pool, id, userIdFor('dan'), 'viewer')
  return id
}

/** Tasks, each but the first below the one before. */
async function chain(length: number): Promise<string[]> {
  const ids: string[] = []
  for (let level = 0; level < length; level++)
    ids.push(await made('tasks', { goal_id: goal, ...(level > 0 && { parent_id: ids.at(-1) }) }))
  return ids
}

beforeAll(async () => {
  env = await startTestEnvironment()
  engine = await startServerEngine(env)
  app = await startAppServer(env)
  // People have a row once they have written something.
  for (const name of ['alice', 'bob', 'carol', 'dan', 'eve'] as const) await newGoal({})(name)
  goal = await shared()
  below = await shared(goal)
  solo = await made('goals', {})
  await share(env.database.pool, solo, userIdFor('bob'), 'editor')
  tasks = await chain(5)
  await made('tasks', { goal_id: goal })
  figure = await made('key_results', { goal_id: goal, target_value: 10 })
  milestone = await made('key_results', { goal_id: goal, kind: 'milestone' })
  await env.database.pool.query('update users set is_active = false where username = \'dan\'')
  for (const [task, other] of [[0, 1], [1, 2]] as const)
    expect((await dependOn('alice', tasks[task]!, tasks[other]!)).errors).toBeUndefined()
  expect((await invite('alice', goal, 'eve')).errors).toBeUndefined()
})
afterAll(async () => {
  await app.stop()
  await engine.stop()
  await env.stop()
})

/** What is in every table, as one text. */
async function content(): Promise<string> {
  const tables = loadTables().map(({ table }) => table.name)
  const { rows } = await env.database.pool.query<{ content: string }>(
    `select jsonb_build_object(${tables.map(table =>
      `'${table}', (select md5(string_agg(t::text, '' order by t::text)) from ${table} t)`,
    ).join(', ')})::text as content`,
  )
  return rows[0]!.content
}

/** Lets requests that write wait at the door of the tables until all are there, or answered. */
async function atOnce(requests: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  const holder = await env.database.pool.connect()
  try {
    await holder.query(
      `begin; lock table goals, tasks, key_results, task_dependencies, goal_grants, invitations
        in share row exclusive mode`,
    )
    let answered = 0
    const answers = requests.map(request => request().finally(() => answered++))
    await until(async () => {
      const { rowCount } = await holder.query(
        `select from pg_locks where not granted
          and database = (select oid from pg_database where datname = current_database())`,
      )
      return rowCount! + answered >= requests.length
    })
    await holder.query('commit')
    return await Promise.all(answers)
  }
  finally {
    holder.release(true)
  }
}

const refusal = (field: string, message: string) => ({
  errors: [{ message, extensions: { field, code: expect.any(String) as string } }],
})

type Refusal = [
  what: string,
  field: string,
  message: string,
  send: (name: Name) => Promise<Answer>,
  people?: readonly [Name, Name],
]

const owners = ['alice', 'carol'] as const
const editors = ['bob', 'bob'] as const

const ofGoals: readonly Refusal[] = [
  ['a goal below itself', 'parent_id', 'Choose a goal that is not this goal itself.',
    name => update(name, 'goals', goal, { parent_id: goal })],
  ['a goal below one of its own', 'parent_id', 'Choose a goal that is not below this goal.',
    name => update(name, 'goals', goal, { parent_id: below }), owners],
  ['a negative weight', 'weight', 'Weight must be 0 to 1,000.', newGoal({ weight: -1 })],
  ['a weight that is no number', 'weight', 'Weight must be a whole number that is not too large.',
    newGoal({ weight: 'NaN' })],
  ['progress that is no number', 'manual_progress', 'Manual progress must be a whole number that is not too large.',
    newGoal({ manual_progress: 'NaN' })],
  ['metrics of 30 kB', 'metrics', 'Metrics must be at most 16,384 bytes of JSON.',
    newGoal({ metrics: { text: letters(30_000) } })],
  ['30 kB added to metrics', 'metrics', 'Metrics must be at most 16,384 bytes of JSON.',
    name => update(name, 'goals', goal, { metrics: { text: letters(30_000) } }, '_append')],
  ['metrics that are a list', 'metrics', 'Metrics must be an object.', newGoal({ metrics: [] })],
]

const ofTasks: readonly Refusal[] = [
  ['a task that waits for itself', 'depends_on_id', 'Choose another task.',
    name => dependOn(name, tasks[0]!, tasks[0]!)],
  ['a task that waits for one which waits for it', 'depends_on_id', 'Choose a task that does not wait for this one.',
    name => dependOn(name, tasks[2]!, tasks[0]!)],
  ['a sixth level of subtasks', 'parent_id', 'Choose a task higher up, tasks nest at most 5 levels deep.',
    name => newTask({ parent_id: tasks[4] })(name)],
  ['a task below its own subtask', 'parent_id', 'Choose a task that is not below this task.',
    name => update(name, 'tasks', tasks[0]!, { parent_id: tasks[3] })],
  ['a task below one that is not there', 'parent_id', 'Choose a task of the same goal, one that you can edit.',
    name => newTask({ parent_id: nowhere })(name)],
  ['a negative weight', 'weight', 'Weight must be 0 to 1,000.', name => newTask({ weight: -1 })(name)],
  ['negative hours', 'estimated_hours', 'Estimated hours must be 0 to 100,000 with at most 2 decimals.',
    name => newTask({ estimated_hours: -1 })(name)],
  ['hours that are no number', 'actual_hours', 'Actual hours must be a number from -1000000000000000000 to 1000000000000000000.',
    name => newTask({ actual_hours: 'NaN' })(name)],
  ['21 tags', 'tags', 'Keep at most 20 tags.', name => newTask({ tags: tags(21) })(name)],
  ['21 tags in two steps', 'tags', 'Keep at most 20 tags.',
    name => update(name, 'tasks', tasks[0]!, { tags: tags(21) }, '_append')],
  ['a tag of 51 characters', 'tags', 'Give each tag 1 to 50 characters.',
    name => newTask({ tags: [letters(51)] })(name)],
  ['a recurrence that ends nowhere near', 'recurrence', 'Set "until" to a day within the next hundred years, such as "2030-12-31".',
    name => newTask({ recurrence: { every: 1, unit: 'day', until: '9999-12-31' } })(name)],
  ['a recurrence for more than a century', 'recurrence', 'Set "times" to a whole number from 1 to 2, so that it ends within a hundred years.',
    name => newTask({ recurrence: { every: 50, unit: 'year', times: 3 } })(name)],
  ['a recurrence that waits longer than a century', 'recurrence', 'Set "every" to a whole number from 1 to 100.',
    name => newTask({ recurrence: { every: 101, unit: 'year' } })(name)],
  ['a recurrence that makes copies without an end at once', 'recurrence', 'Set "every" to a whole number from 1 to 36500.',
    name => newTask({ recurrence: { every: 0, unit: 'day' } })(name)],
  ['a recurrence that makes two copies of a Monday', 'recurrence', 'Set "weekdays" to a list of different numbers from 1, Monday, to 7.',
    name => newTask({ recurrence: { every: 1, unit: 'week', weekdays: [1, 1] } })(name)],
]

const ofKeyResults: readonly Refusal[] = [
  ['a target that is the start', 'target_value', 'Choose a target that differs from the start.',
    name => newKeyResult({ start_value: 10 })(name)],
  ['a target that is set to the start', 'target_value', 'Choose a target that differs from the start.',
    name => update(name, 'key_results', figure, { target_value: 0 })],
  ['a negative weight', 'weight', 'Weight must be 0 to 1,000.', name => newKeyResult({ weight: -1 })(name)],
  ['a value that is no number', 'current_value', 'Current value must be a number from -1000000000000000000 to 1000000000000000000.',
    name => newKeyResult({ current_value: 'NaN' })(name)],
  ['a value of a milestone', 'current_value', 'Leave it out, a milestone has no numbers.',
    name => update(name, 'key_results', milestone, { current_value: 3 })],
  ['a check-in with a value of a milestone', 'value', 'Leave it out, a milestone has no numbers.',
    name => insert(name, 'check_ins', { goal_id: goal, key_result_id: milestone, value: 3 })],
  ['a check-in with a value that is no number', 'value', 'Value must be a number from -1000000000000000000 to 1000000000000000000.',
    name => insert(name, 'check_ins', { goal_id: goal, key_result_id: figure, value: 'NaN' })],
  ['a check-in that says nothing', 'note', 'Write a note, choose a health, or give a key result a value.',
    name => insert(name, 'check_ins', { goal_id: goal })],
  ['an unknown health', 'health', 'Health must be one of on_track, at_risk, off_track.',
    name => insert(name, 'check_ins', { goal_id: goal, health: 'fine' })],
  ['an unknown kind', 'kind', 'Kind must be one of number, milestone.',
    name => newKeyResult({ kind: 'figure' })(name)],
]

const ofSharing: readonly Refusal[] = [
  ['a role for oneself', 'user_id', 'Choose somebody else, you own this goal already.',
    name => give(name, goal, userIdFor(name)), owners],
  ['a role for nobody', 'user_id', 'Choose a member of this goal, and invite everybody else.',
    name => give(name, goal, nowhere), owners],
  ['a role for somebody who is no member', 'user_id', 'Choose a member of this goal, and invite everybody else.',
    name => give(name, goal, userIdFor('eve')), owners],
  ['a role for somebody who is deactivated', 'user_id', 'Choose a member of this goal, and invite everybody else.',
    name => give(name, below, userIdFor('dan')), owners],
  ['a role for somebody who has one', 'user_id', 'Change the role that this person has on this goal already.',
    name => give(name, goal, userIdFor('bob')), owners],
  ['ownership given by an editor', 'goal_id', 'Choose a goal that you own.',
    name => give(name, goal, userIdFor('bob'), 'owner'), editors],
  ['an invitation by an editor', 'goal_id', 'Choose a goal that you own.',
    name => invite(name, goal, 'frank', 'owner'), editors],
  ['an invitation of oneself', 'invitee', 'Choose somebody else, you own this goal already.',
    name => invite(name, goal, name), owners],
  ['an invitation of nobody', 'invitee', 'Invitee must be 1 to 254 characters.',
    name => invite(name, goal, ' '), owners],
  ['an invitation of a member', 'invitee', 'Change the role of this person, who is a member already.',
    name => invite(name, goal, 'bob'), owners],
  ['a second invitation', 'invitee', 'Wait for an answer, or take the open invitation back first.',
    name => invite(name, goal, 'Eve'), owners],
  ['the last owner who leaves', 'role', 'Make somebody else the owner of this goal first.',
    name => remove(name, solo, 'alice'), ['alice', 'alice']],
  ['the last owner who is one no more', 'role', 'Make somebody else the owner of this goal first.',
    name => demote(name, solo, 'alice'), ['alice', 'alice']],
]

describe.each(Object.entries({
  'a goal': ofGoals,
  'a task': ofTasks,
  'a key result': ofKeyResults,
  'who shares a goal': ofSharing,
}))('bad input about %s is an error on its field, once and by two at once:', (_about, refusals) => {
  test.each<Refusal>(refusals)('%s', async (_what, field, message, send, people = ['alice', 'bob']) => {
    const before = await content()
    const expected = refusal(field, message)
    expect(await send(people[0])).toMatchObject(expected)
    for (const answer of await atOnce(people.map(name => () => send(name))))
      expect(answer).toMatchObject(expected)
    expect(await content()).toBe(before)
  })
})

type Rivalry = [
  what: string,
  field: string,
  message: string,
  rivals: () => Promise<readonly [() => Promise<Answer>, () => Promise<Answer>]>,
]

const rivalries: readonly Rivalry[] = [
  ['a circle of goals', 'parent_id', 'Choose a goal that is not below this goal.', async () => {
    const [one, other] = [await shared(goal), await shared(goal)]
    return [
      () => update('alice', 'goals', one, { parent_id: other }),
      () => update('carol', 'goals', other, { parent_id: one }),
    ]
  }],
  ['a circle of tasks', 'depends_on_id', 'Choose a task that does not wait for this one.', async () => {
    const [[one], [other]] = [await chain(1), await chain(1)]
    return [() => dependOn('alice', one!, other!), () => dependOn('bob', other!, one!)]
  }],
  ['the same dependency', 'depends_on_id', 'Choose another task, it waits for this one already.',
    async () => {
      const [[one], [other]] = [await chain(1), await chain(1)]
      return [() => dependOn('alice', one!, other!), () => dependOn('bob', one!, other!)]
    }],
  ['a sixth level of subtasks', 'parent_id', 'Choose a task higher up, tasks nest at most 5 levels deep.',
    async () => {
      const [above, moved, last] = [await chain(2), await chain(2), await chain(2)]
      return [
        () => update('alice', 'tasks', moved[0]!, { parent_id: above[1] }),
        () => update('bob', 'tasks', last[0]!, { parent_id: moved[1] }),
      ]
    }],
  ['a 21st tag', 'tags', 'Keep at most 20 tags.', async () => {
    const task = await made('tasks', { goal_id: goal, tags: tags(19) })
    return [
      () => update('alice', 'tasks', task, { tags: ['mine'] }, '_append'),
      () => update('bob', 'tasks', task, { tags: ['yours'] }, '_append'),
    ]
  }],
  ['a target that is the start', 'target_value', 'Choose a target that differs from the start.', async () => {
    const id = await made('key_results', { goal_id: goal, target_value: 10 })
    return [
      () => update('alice', 'key_results', id, { start_value: 5 }),
      () => update('bob', 'key_results', id, { target_value: 5 }),
    ]
  }],
  ['more metrics than there may be', 'metrics', 'Metrics must be at most 16,384 bytes of JSON.', async () => {
    const id = await shared()
    return [
      () => update('alice', 'goals', id, { metrics: { mine: letters(10_000) } }, '_append'),
      () => update('bob', 'goals', id, { metrics: { yours: letters(10_000) } }, '_append'),
    ]
  }],
  ['the same role', 'user_id', 'Change the role that this person has on this goal already.', async () => {
    const id = await shared(goal)
    const bob = userIdFor('bob')
    return [() => give('alice', id, bob, 'editor'), () => give('carol', id, bob, 'viewer')]
  }],
  ['the same invitation', 'invitee', 'Wait for an answer, or take the open invitation back first.',
    async () => {
      const id = await shared()
      return [() => invite('alice', id, 'eve'), () => invite('carol', id, 'EVE')]
    }],
  ['the last two owners who leave', 'role', 'Make somebody else the owner of this goal first.', async () => {
    const id = await shared()
    return [() => remove('alice', id, 'alice'), () => remove('carol', id, 'carol')]
  }],
  ['owners who take each other\'s role', 'role', 'Make somebody else the owner of this goal first.',
    async () => {
      const id = await shared()
      return [() => demote('alice', id, 'alice'), () => remove('carol', id, 'carol')]
    }],
]

describe('of two people who make together what neither makes alone, one is told why not:', () => {
  test.each<Rivalry>(rivalries)('%s', async (_what, field, message, rivals) => {
    const answers = await atOnce(await rivals())
    const refused = answers.filter(({ errors }) => errors)
    expect(refused).toMatchObject([refusal(field, message)])
    expect(Object.values(answers.find(answer => !refused.includes(answer))!.data!)).not.toEqual([null])
  })
})
