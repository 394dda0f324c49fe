import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../../../db/migrate.ts'
import type { TestDatabase } from '../../../support/database.ts'
import { addGoal, addTask, addUser } from '../../../support/rows.ts'
import { emptyRelease } from './release.ts'

/** The newest migration of a release that kept lines of any characters. */
const releasedWith = '0005_session_ends'

let database: TestDatabase
beforeAll(async () => {
  database = await emptyRelease(releasedWith)
})
afterAll(() => database.drop())

test('makes rows of an older release keep the new rules, and leaves all others alone', async () => {
  const alice = await addUser(database.pool, 'alice')
  const titles = {
    'kept as it is ': 'kept as it is ',
    [`far too long${' '.repeat(1000)}`]: 'far too long',
    'one\r\ntwo\tthree': 'one two three',
    'a\u202Egpj.exe': 'agpj.exe',
    '\u200B\u2060': 'Untitled',
  }
  for (const title of Object.keys(titles))
    await addTask(database.pool, await addGoal(database.pool, alice, { title }), { title })
  const update = (set: string) =>
    database.pool.query(`update goals set ${set} where title = 'kept as it is '`)
  await update('position = \'NaN\', progress = 40')
  const completed = await addGoal(database.pool, alice, { title: 'completed' })
  await database.pool.query(
    'update goals set status = \'completed\', progress = 0, updated_at = default where id = $1',
    [completed],
  )
  await database.pool.query(
    'insert into categories (user_id, name, color) values ($1, $2, $3), ($1, $4, $5)',
    [alice, 'Health\n\u202E', 'red', 'Health\n', 'a\u0007'],
  )
  await database.pool.query(
    'insert into settings (user_id, key, value) values ($1, $2, $3), ($1, $4, $5)',
    [alice, '\u200B', '1', 'large', JSON.stringify('x'.repeat(100_000))],
  )
  const bob = await addUser(database.pool, 'bob')
  const shared = await addGoal(database.pool, alice, { title: 'shared', status: 'on_hold' })
  const below = await addGoal(database.pool, alice, { status: 'on_hold', parent_id: shared })
  await database.pool.query(
    'insert into user_goals (user_id, goal_id, role) values ($1, $2, $3)',
    [bob, shared, 'editor'],
  )
  const updatedAt = 'select id, updated_at from goals order by id'
  const { rows: before } = await database.pool.query(updatedAt)

  await migrate(database.url)

  const texts = async (query: string) =>
    (await database.pool.query<{ text: string }>(query)).rows.map(({ text }) => text)
  const expected = Object.values(titles).sort()
  expect(await texts('select title as text from tasks order by title collate "C"')).toEqual(
    expected,
  )
  expect(
    await texts(
      'select title as text from goals where not is_inbox and status = \'active\' order by title collate "C"',
    ),
  ).toEqual(expected)
  expect(await texts('select name as text from categories order by name collate "C"')).toEqual([
    expect.stringMatching(/^Health [0-9a-f]{8}$/),
    expect.stringMatching(/^Health [0-9a-f]{8}$/),
    'Uncategorized',
    'Uncategorized',
  ])
  expect(await texts('select color as text from categories order by color')).toEqual([
    'neutral',
    'neutral',
    'neutral',
    'red',
  ])
  expect(await texts('select key as text from settings order by key')).toEqual([
    'large',
    expect.stringMatching(/^unnamed [0-9a-f]{32}$/),
  ])
  const { rows: figures } = await database.pool.query(
    'select progress, manual_progress as manual, position from goals where title in (\'kept as it is \', \'completed\') order by progress',
  )
  expect(figures).toEqual([
    { progress: 40, manual: 40, position: 0 },
    { progress: 100, manual: 0, position: 0 },
  ])
  expect((await database.pool.query(updatedAt)).rows).toEqual(before)
  const { rows: members } = await database.pool.query(
    'select goal_id, role, granted_role from user_goals where user_id = $1 and goal_id = any ($2) order by granted_role',
    [bob, [shared, below]],
  )
  expect(members).toEqual([
    { goal_id: shared, role: 'editor', granted_role: 'editor' },
    { goal_id: below, role: 'editor', granted_role: null },
  ])
  const { rows: shown } = await database.pool.query(
    `select goals.title, goal_figures.progress::int as progress from goals left join goal_figures on goal_id = goals.id
      where created_by = $1 and (goals.title in ('kept as it is ', 'completed') or goal_id is null) order by 2`,
    [alice],
  )
  expect(shown).toEqual([
    { title: 'kept as it is ', progress: 0 },
    { title: 'completed', progress: 100 },
  ])
})
