import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addTask, addUser, columnOf, inboxOf } from '../../support/rows.ts'

let database: TestDatabase
let alice: string

beforeAll(async () => {
  database = await createTestDatabase()
  alice = await addUser(database.pool, 'alice')
})

afterAll(() => database.drop())

const query = (text: string, id: string) =>
  database.pool.query<{ id: string, deleted_at: Date | null }>(text, [id]).then(({ rows }) => rows)

describe.each(['goals', 'tasks'] as const)('the trash of %s', (table) => {
  const add = async () =>
    table === 'goals'
      ? addGoal(database.pool, alice)
      : addTask(database.pool, await inboxOf(database.pool, alice))

  test('shows what is deleted and nothing else', async () => {
    const id = await add()
    expect(await query(`select id from deleted_${table} where id = $1`, id)).toEqual([])
    await query(`update ${table} set deleted_at = now() where id = $1`, id)
    expect(await query(`select id from deleted_${table} where id = $1`, id)).toEqual([{ id }])
  })

  test('restores, and tells that it did', async () => {
    const id = await add()
    await query(`update ${table} set deleted_at = now() where id = $1`, id)
    expect(
      await query(
        `update deleted_${table} set deleted_at = null where id = $1 returning id, deleted_at`,
        id,
      ),
    ).toEqual([{ id, deleted_at: null }])
    expect(await query(`select id from deleted_${table} where id = $1`, id)).toEqual([])
    expect(await columnOf(database.pool, table, id, 'deleted_at')).toBeNull()
  })

  test('purges only what is in it', async () => {
    const [kept, purged] = [await add(), await add()]
    await query(`update ${table} set deleted_at = now() where id = $1`, purged)
    await query(`delete from deleted_${table} where id = $1`, purged)
    await query(`delete from deleted_${table} where id = $1`, kept)
    expect(await columnOf(database.pool, table, purged, 'id')).toBeUndefined()
    expect(await columnOf(database.pool, table, kept, 'id')).toBe(kept)
  })
})
