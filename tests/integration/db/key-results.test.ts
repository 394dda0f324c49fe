import { afterAll, describe, expect, test } from 'vitest'
import {
  addCheckIn,
  addGoal,
  addKeyResult,
  asMember,
  columnOf,
  createDatabaseWithGoal,
  inboxOf,
} from '../../support/rows.ts'

const { pool, drop, alice, bob, goal } = await createDatabaseWithGoal()

afterAll(drop)

const refused = (column: string, constraint: string) => ({ code: '23514', column, constraint })
const result = (values: Readonly<Record<string, unknown>> = {}) =>
  addKeyResult(pool, goal, values)

describe('a key result', () => {
  test('starts at its start, which is 0 where nothing else is said', async () => {
    const { rows } = await pool.query(
      'select start_value, current_value from key_results where id = any ($1) order by start_value',
      [[await result(), await result({ start_value: 80, target_value: 70 })]],
    )
    expect(rows).toEqual([
      { start_value: '0', current_value: '0' },
      { start_value: '80', current_value: '80' },
    ])
  })

  test.each([
    [{ target_value: null }, 'target_value', 'key_results_target_given'],
    [{ start_value: 10 }, 'target_value', 'key_results_target_differs'],
    [{ target_value: 0 }, 'target_value', 'key_results_target_differs'],
    [{ is_done: true }, 'is_done', 'key_results_number_done'],
    [{ kind: 'milestone', current_value: 1 }, 'current_value', 'key_results_milestone_value'],
    [{ kind: 'milestone', target_value: 1 }, 'target_value', 'key_results_milestone_value'],
  ])('is not %j', async (values, column, constraint) => {
    await expect(result(values)).rejects.toMatchObject(refused(column, constraint))
  })

  test('changes its kind as a whole', async () => {
    const id = await result()
    const set = (change: string) =>
      pool.query(`update key_results set ${change} where id = $1`, [id])
    await expect(set('kind = \'milestone\'')).rejects.toMatchObject(
      refused('start_value', 'key_results_milestone_value'),
    )
    await set('kind = \'milestone\', start_value = null, current_value = null, target_value = null')
    await set('is_done = true')
  })
})

describe('a check-in', () => {
  test('sets the value of a key result, and says something', async () => {
    const id = await result()
    await addCheckIn(pool, goal, { key_result_id: id, value: 4.5 })
    expect(await columnOf(pool, 'key_results', id, 'current_value')).toBe('4.5')
    await expect(addCheckIn(pool, goal, {})).rejects.toMatchObject({
      constraint: 'check_ins_something',
    })
  })

  test('refuses a value that is nobody\'s, a milestone\'s, or of another goal, and sets nothing', async () => {
    const [milestone, elsewhere, trashed, own] = [
      await result({ kind: 'milestone' }),
      await addKeyResult(pool, await addGoal(pool, alice)),
      await result({ deleted_at: new Date() }),
      await result(),
    ]
    const add = (values: Readonly<Record<string, unknown>>) => addCheckIn(pool, goal, values)
    await expect(add({ value: 1 })).rejects.toMatchObject(refused('key_result_id', 'check_ins_key_result_given'))
    await expect(add({ note: 'x', key_result_id: own })).rejects.toMatchObject(refused('value', 'check_ins_value_given'))
    await expect(add({ value: 1, key_result_id: milestone })).rejects.toMatchObject(
      refused('value', 'check_ins_value_of_milestone'),
    )
    for (const id of [elsewhere, trashed, '00000000-0000-4000-8000-000000000000'])
      await expect(add({ value: 1, key_result_id: id })).rejects.toMatchObject(
        refused('key_result_id', 'check_ins_key_result_allowed'),
      )
    await expect(add({ value: 'NaN', key_result_id: own })).rejects.toMatchObject({ code: '23514' })
    await expect(
      asMember(pool, bob, client => addCheckIn(client, goal, { value: 1, key_result_id: own })),
    ).rejects.toMatchObject(refused('key_result_id', 'check_ins_key_result_allowed'))
    expect(await columnOf(pool, 'key_results', own, 'current_value')).toBe('0')
  })

  test('keeps its value when the key result is deleted for good', async () => {
    const id = await result()
    const said = await addCheckIn(pool, goal, { key_result_id: id, value: 7 })
    await pool.query('delete from key_results where id = $1', [id])
    expect(await columnOf(pool, 'check_ins', said, 'value')).toBe('7')
  })
})

test('the Inbox cannot be archived', async () => {
  await expect(
    pool.query('update goals set archived_at = now() where id = $1', [
      await inboxOf(pool, alice),
    ]),
  ).rejects.toMatchObject(refused('archived_at', 'goals_inbox_shown'))
})
