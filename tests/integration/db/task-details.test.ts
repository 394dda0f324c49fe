import { afterAll, describe, expect, test } from 'vitest'
import {
  addDependency,
  addGoal,
  addTask,
  asMember,
  columnOf,
  createDatabaseWithGoal,
  share,
} from '../../support/rows.ts'

const { pool, drop, alice, bob, goal } = await createDatabaseWithGoal()

afterAll(drop)

const refused = (column: string, constraint: string) => ({ code: '23514', column, constraint })

describe('tags', () => {
  const kept = async (tags: unknown) =>
    columnOf(
      pool,
      'tasks',
      await addTask(pool, goal, { tags: JSON.stringify(tags) }),
      'tags',
    )

  test('are trimmed, and each kept once, in their order', async () => {
    expect(await kept([' b ', 'a', 'b', '\u00A0a', 'B'])).toEqual(['b', 'a', 'B'])
    expect(await kept(Array.from({ length: 20 }, (_, index) => `${index}${'😀'.repeat(48)}`))).toHaveLength(20)
    expect(await kept([])).toEqual([])
  })

  test.each([
    [Array.from({ length: 21 }, (_, index) => `tag ${index}`), 'tasks_tags_count'],
    [['x'.repeat(51)], 'tasks_tags_length'],
    [[' '], 'tasks_tags_length'],
    [['\u200B'], 'tasks_tags_printable'],
    [['a\nb'], 'tasks_tags_printable'],
    [['a', 1], 'tasks_tags_texts'],
    [[['a']], 'tasks_tags_texts'],
    [{ a: 1 }, 'tasks_tags_texts'],
    ['a', 'tasks_tags_texts'],
  ])('are not %j', async (tags, constraint) => {
    await expect(kept(tags)).rejects.toMatchObject(refused('tags', constraint))
  })

  test('are found by an index', async () => {
    await pool.query('set enable_seqscan = off')
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
      'explain select from tasks where tags @> \'["a"]\'',
    )
    await pool.query('reset enable_seqscan')
    expect(rows.map(row => row['QUERY PLAN']).join()).toContain('tasks_tags_idx')
  })
})

describe('a recurrence', () => {
  const kept = async (recurrence: unknown) =>
    addTask(pool, goal, { recurrence: JSON.stringify(recurrence) })

  test.each([
    { every: 3, unit: 'day' },
    { every: 1, unit: 'week', weekdays: [1, 3], from: 'completion', times: 10 },
    { every: 1, unit: 'month', day: 31, until: '2030-12-31' },
    { every: 2, unit: 'month', weekday: 5, nth: -1, from: 'due_date' },
    { every: 100, unit: 'year' },
  ])('may be %j', async (recurrence) => {
    await expect(kept(recurrence)).resolves.toBeDefined()
  })

  test.each([
    ['every day', 'object'],
    [null, 'object'],
    [{}, '"unit"'],
    [{ unit: 'day' }, '"every"'],
    [{ every: 0, unit: 'day' }, '"every"'],
    [{ every: -1, unit: 'day' }, '"every"'],
    [{ every: 1.5, unit: 'day' }, '"every"'],
    [{ every: '1', unit: 'day' }, '"every"'],
    [{ every: 101, unit: 'year' }, '"every"'],
    [{ every: 1, unit: 'hour' }, '"unit"'],
    [{ every: 1, unit: 'day', copies: 2 }, '"copies"'],
    [{ every: 1, unit: 'day', weekdays: [1] }, '"weekdays"'],
    [{ every: 1, unit: 'week', weekdays: [] }, '"weekdays"'],
    [{ every: 1, unit: 'week', weekdays: [1, 1] }, '"weekdays"'],
    [{ every: 1, unit: 'week', weekdays: [8] }, '"weekdays"'],
    [{ every: 1, unit: 'week', weekdays: 'mon' }, '"weekdays"'],
    [{ every: 1, unit: 'week', day: 1 }, '"day"'],
    [{ every: 1, unit: 'month', day: 32 }, '"day"'],
    [{ every: 1, unit: 'month', weekday: 5 }, '"nth"'],
    [{ every: 1, unit: 'month', weekday: 5, nth: 5 }, '"nth"'],
    [{ every: 1, unit: 'month', weekday: 5, nth: 1, day: 1 }, 'either'],
    [{ every: 1, unit: 'day', from: 'now' }, '"from"'],
    [{ every: 1, unit: 'day', until: '2030-02-30' }, '"until"'],
    [{ every: 1, unit: 'day', until: '9999-12-31' }, '"until"'],
    [{ every: 1, unit: 'day', until: '2030-01-01', times: 1 }, 'either'],
    [{ every: 1, unit: 'day', times: 0 }, '"times"'],
    [{ every: 50, unit: 'year', times: 3 }, '"times"'],
  ])('is not %j', async (recurrence, word) => {
    await expect(kept(recurrence)).rejects.toMatchObject({
      ...refused('recurrence', 'tasks_recurrence_form'),
      message: expect.stringContaining(word) as string,
    })
  })
})

describe('a dependency', () => {
  const task = (at = goal) => addTask(pool, at)

  test('makes no cycle, however long', async () => {
    const [one, two, three] = [await task(), await task(), await task()]
    await addDependency(pool, one, two)
    await addDependency(pool, two, three)
    for (const [waiting, awaited] of [[one, one], [two, one], [three, one]] as const)
      await expect(addDependency(pool, waiting, awaited)).rejects.toMatchObject(
        refused('depends_on_id', 'task_dependencies_cycle'),
      )
    await addDependency(pool, one, three)
    await expect(addDependency(pool, one, three)).rejects.toMatchObject(
      refused('depends_on_id', 'task_dependencies_twice'),
    )
  })

  test('makes no cycle and no double when two people link at the same moment', async () => {
    const [one, two] = [await task(), await task()]
    for (const pairs of [[[one, two], [two, one]], [[one, two], [one, two]]] as const) {
      await pool.query('delete from task_dependencies where task_id = any ($1)', [[one, two]])
      const outcomes = await Promise.allSettled(
        pairs.map(([waiting, awaited]) => addDependency(pool, waiting, awaited)),
      )
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })

  test('joins two tasks that the person may edit, with one error for all else', async () => {
    const [own, other, trashed] = [await task(), await task(), await task()]
    await pool.query('update tasks set deleted_at = now() where id = $1', [trashed])
    const [bobs, shown] = [await addGoal(pool, bob), await addGoal(pool, bob)]
    await share(pool, shown, alice, 'viewer')
    const [hidden, seen] = [await task(bobs), await task(shown)]
    const link = (waiting: string, awaited: string) =>
      asMember(pool, alice, client => addDependency(client, waiting, awaited))
    for (const id of [hidden, seen, trashed, '00000000-0000-4000-8000-000000000000']) {
      for (const pair of [[own, id], [id, own]] as const)
        await expect(link(...pair)).rejects.toMatchObject(
          refused('depends_on_id', 'task_dependencies_allowed'),
        )
    }
    await link(own, other)
  })

  test('goes with either task', async () => {
    const [one, two] = [await task(), await task()]
    await addDependency(pool, one, two)
    await pool.query('delete from tasks where id = $1', [two])
    expect(
      (await pool.query('select from task_dependencies where task_id = $1', [one])).rowCount,
    ).toBe(0)
  })
})
