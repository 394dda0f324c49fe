import { afterAll, describe, expect, test } from 'vitest'
import { addGoal, addTask, asMember, columnOf, createDatabaseWithGoal, share } from '../../support/rows.ts'

const { pool, drop, alice, bob, goal } = await createDatabaseWithGoal()

afterAll(drop)

const task = (values: Readonly<Record<string, unknown>> = {}) =>
  addTask(pool, goal, values)
const set = (id: string, change: string) =>
  pool.query(`update tasks set ${change} where id = '${id}'`)
const of = (id: string, column: string) => columnOf(pool, 'tasks', id, column)

/** Tasks each below the one before. */
async function chain(length: number): Promise<string[]> {
  const ids: string[] = []
  for (let level = 0; level < length; level += 1)
    ids.push(await task({ parent_id: ids.at(-1) ?? null }))
  return ids
}

const refused = (constraint: string) => ({ code: '23514', table: 'tasks', column: 'parent_id', constraint })

describe('subtasks', () => {
  test('nest five levels deep and not six, by insert and by move', async () => {
    const five = await chain(5)
    await expect(task({ parent_id: five[4] })).rejects.toMatchObject(refused('tasks_parent_depth'))
    const two = await chain(2)
    await expect(set(two[0]!, `parent_id = '${five[3]}'`)).rejects.toMatchObject(refused('tasks_parent_depth'))
    await set(two[0]!, `parent_id = '${five[2]}'`)
  })

  test('form no cycle', async () => {
    const [top, middle, bottom] = await chain(3)
    await expect(set(top!, `parent_id = '${top}'`)).rejects.toMatchObject(refused('tasks_parent_cycle'))
    await expect(set(top!, `parent_id = '${bottom}'`)).rejects.toMatchObject(refused('tasks_parent_cycle'))
    await set(bottom!, 'parent_id = null')
    await set(middle!, `parent_id = '${bottom}'`)
  })

  test('form no cycle when two people move at the same moment', async () => {
    const [one, other] = [await task(), await task()]
    const outcomes = await Promise.allSettled([
      set(one, `parent_id = '${other}'`),
      set(other, `parent_id = '${one}'`),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: refused('tasks_parent_cycle'),
    })
  })

  test('stay below a task of the same goal that the person may edit, with one error for all else', async () => {
    const elsewhere = await addTask(pool, await addGoal(pool, alice))
    const trashed = await task({ deleted_at: new Date() })
    const hidden = await task()
    const bobs = await addGoal(pool, bob)
    const insert = (parent: string, at = goal) =>
      asMember(pool, at === goal ? alice : bob, client =>
        addTask(client, at, { parent_id: parent }),
      )
    for (const parent of [elsewhere, trashed, '00000000-0000-4000-8000-000000000000'])
      await expect(insert(parent)).rejects.toMatchObject(refused('tasks_parent_allowed'))
    await expect(insert(hidden, bobs)).rejects.toMatchObject(refused('tasks_parent_allowed'))
    const bobInAlices = asMember(pool, bob, client => addTask(client, goal, { parent_id: hidden }))
    await expect(bobInAlices).rejects.toMatchObject(refused('tasks_parent_allowed'))
  })
})

describe('a task that goes', () => {
  test('to another goal takes its subtasks along, without the categories of other people', async () => {
    const { rows: [category] } = await pool.query<{ id: string }>(
      'select id from categories where user_id = $1',
      [bob],
    )
    await share(pool, goal, bob, 'editor')
    const [top, middle, bottom] = await chain(3)
    await set(middle!, `category_id = '${category!.id}'`)
    const other = await addGoal(pool, alice)
    await set(top!, `goal_id = '${other}'`)
    for (const id of [top!, middle!, bottom!]) expect(await of(id, 'goal_id')).toBe(other)
    expect(await of(bottom!, 'parent_id')).toBe(middle)
    expect(await of(middle!, 'category_id')).toBeNull()
  })

  test('to another goal without the task above it stands at the top there', async () => {
    const [top, middle, bottom] = await chain(3)
    const other = await addGoal(pool, alice)
    await set(middle!, `goal_id = '${other}'`)
    expect([await of(top!, 'goal_id'), await of(middle!, 'parent_id'), await of(bottom!, 'parent_id')]).toEqual([
      goal,
      null,
      middle,
    ])
  })

  test('with the task above it in one statement stays below it, in whatever order', async () => {
    const ids = await chain(4)
    const other = await addGoal(pool, alice)
    await pool.query('update tasks set goal_id = $1 where id = any ($2)', [other, ids.toReversed()])
    expect(await Promise.all(ids.map(id => of(id, 'parent_id')))).toEqual([null, ...ids.slice(0, 3)])
    await pool.query('update tasks set goal_id = $1 where goal_id = $2', [goal, other])
    expect(await Promise.all(ids.map(id => of(id, 'parent_id')))).toEqual([null, ...ids.slice(0, 3)])
  })

  test('into the trash takes its subtasks along, and comes back with them but for those that were there before', async () => {
    const [top, middle, bottom] = await chain(3)
    const before = await task({ parent_id: top, deleted_at: new Date('2026-01-01') })
    await set(top!, 'deleted_at = now()')
    expect([await of(middle!, 'deleted_at'), await of(bottom!, 'deleted_at')]).not.toContain(null)
    await set(top!, 'deleted_at = null')
    expect([await of(middle!, 'deleted_at'), await of(bottom!, 'deleted_at')]).toEqual([null, null])
    expect(await of(before, 'deleted_at')).not.toBeNull()
  })

  test('out of the trash without the task above it stands at the top', async () => {
    const [top, middle] = await chain(3)
    await set(top!, 'deleted_at = now()')
    await set(middle!, 'deleted_at = null')
    expect(await of(middle!, 'parent_id')).toBeNull()
  })

  test('for good takes its subtasks along', async () => {
    const [top, middle, bottom] = await chain(3)
    await pool.query('delete from tasks where id = $1', [top])
    expect([await of(middle!, 'id'), await of(bottom!, 'id')]).toEqual([undefined, undefined])
  })
})
