import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addTask, addUser } from '../../support/rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const alice = await addUser(database.pool, 'alice')
  await addTask(database.pool, await addGoal(database.pool, alice))
  await database.pool.query('insert into settings (user_id, key, value) values ($1, \'theme\', \'"dark"\')', [alice])
})

afterAll(() => database.drop())

const write = (table: string, column: string, value: unknown) => database.pool.query(`update ${table} set ${column} = $1`, [value])

const long = (length: number) => 'å'.repeat(length)

describe('a limit', () => {
  it.each([
    ['goals', 'title', '', 'goals_title_length'],
    ['goals', 'title', ' \t\r\n ', 'goals_title_length'],
    ['goals', 'title', long(501), 'goals_title_length'],
    ['goals', 'description', long(20_001), 'goals_description_length'],
    ['goals', 'success_criteria', long(20_001), 'goals_success_criteria_length'],
    ['goals', 'target_date', 'infinity', 'goals_target_date_range'],
    ['goals', 'target_date', '10000-01-01', 'goals_target_date_range'],
    ['goals', 'progress', -1, 'goals_progress_range'],
    ['goals', 'progress', 101, 'goals_progress_range'],
    ['tasks', 'title', ' ', 'tasks_title_length'],
    ['tasks', 'title', long(501), 'tasks_title_length'],
    ['tasks', 'notes', long(20_001), 'tasks_notes_length'],
    ['tasks', 'priority', 0, 'tasks_priority_range'],
    ['tasks', 'priority', 6, 'tasks_priority_range'],
    ['tasks', 'due_date', '-infinity', 'tasks_due_date_range'],
    ['categories', 'name', '', 'categories_name_length'],
    ['categories', 'name', long(101), 'categories_name_length'],
    ['categories', 'color', '', 'categories_color_length'],
    ['settings', 'key', long(101), 'settings_key_length'],
  ])('of %s.%s refuses %j by its name', async (table, column, value, constraint) => {
    await expect(write(table, column, value)).rejects.toMatchObject({ code: '23514', table, constraint })
  })

  it.each([
    ['goals', 'title', ` ${long(500)} `],
    ['goals', 'description', long(20_000)],
    ['goals', 'target_date', '0001-01-01'],
    ['goals', 'target_date', null],
    ['goals', 'progress', 100],
    ['tasks', 'title', 'x'],
    ['tasks', 'notes', ''],
    ['tasks', 'priority', 1],
    ['tasks', 'due_date', '9999-12-31'],
    ['categories', 'name', long(100)],
  ])('of %s.%s accepts what just fits', async (table, column, value) => {
    await expect(write(table, column, value)).resolves.toBeDefined()
  })

  it.each([
    ['goals', 'target_date', '2026-02-30', '22008'],
    ['goals', 'status', 'done', '22P02'],
    ['goals', 'horizon', 'daily', '22P02'],
    ['tasks', 'status', 'finished', '22P02'],
  ])('of type keeps %s.%s from being %s', async (table, column, value, code) => {
    await expect(write(table, column, value)).rejects.toMatchObject({ code })
  })
})
