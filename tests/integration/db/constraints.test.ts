import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addGoal, addTask, addUser } from '../../support/rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const alice = await addUser(database.pool, 'alice')
  await addTask(database.pool, await addGoal(database.pool, alice))
  await database.pool.query(
    'insert into settings (user_id, key, value) values ($1, \'theme\', \'"dark"\')',
    [alice],
  )
})

afterAll(() => database.drop())

const write = (table: string, column: string, value: unknown) =>
  database.pool.query(`update ${table} set ${column} = $1`, [value])

const long = (length: number) => 'å'.repeat(length)

/** A line of each table that people write, with the constraint that keeps it readable. */
const lines = [
  ['goals', 'title', 'goals_title_printable'],
  ['tasks', 'title', 'tasks_title_printable'],
  ['categories', 'name', 'categories_name_printable'],
  ['categories', 'color', 'categories_color_printable'],
  ['settings', 'key', 'settings_key_printable'],
] as const

const unprintable = [
  ['nothing but zero-width characters', '\u200B\u200D\uFEFF\u2060'],
  ['nothing but a no-break space and a braille blank', '\u00A0\u2800'],
  ['nothing but fillers and a variation selector', '\u3164\u115F\uFE0F'],
  ['nothing but tags', '\u{E0041}\u{E007F}'],
  ['a line break', 'one\ntwo'],
  ['a tab', 'one\ttwo'],
  ['a control character', 'one\u0085two'],
  ['a line separator', 'one\u2028two'],
  ['an override of direction', 'a\u202Egpj.exe'],
  ['an isolate, though it is closed', '\u2067a\u2069'],
]

describe.each(lines)('%s.%s', (table, column, constraint) => {
  it.each(unprintable)('refuses %s', async (_name, value) => {
    await expect(write(table, column, value)).rejects.toMatchObject({
      code: '23514',
      table,
      constraint,
    })
  })
})

describe.each(['goals', 'tasks', 'categories'])('the position in %s', (table) => {
  it.each(['NaN', 'Infinity', '-Infinity', 1.1e15])('is not %s', async (value) => {
    await expect(write(table, 'position', value)).rejects.toMatchObject({
      code: '23514',
      table,
      constraint: `${table}_position_range`,
    })
  })
})

it('refuses a title of two megabytes in an instant', async () => {
  for (const title of [
    `a${' '.repeat(2_000_000)}`,
    '\u200B'.repeat(600_000),
    ' '.repeat(2_000_000),
  ]) {
    const start = performance.now()
    await expect(write('goals', 'title', title)).rejects.toMatchObject({
      constraint: 'goals_title_length',
    })
    expect(performance.now() - start).toBeLessThan(1000)
  }
})

describe('a limit', () => {
  it.each([
    ['goals', 'title', '', 'goals_title_length'],
    ['goals', 'title', ' \t\r\n ', 'goals_title_length'],
    ['goals', 'title', long(501), 'goals_title_length'],
    ['goals', 'title', `a${' '.repeat(500)}`, 'goals_title_length'],
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
    ['settings', 'value', `"${'x'.repeat(65_535)}"`, 'settings_value_size'],
  ])('of %s.%s refuses %j by its name', async (table, column, value, constraint) => {
    await expect(write(table, column, value)).rejects.toMatchObject({
      code: '23514',
      table,
      constraint,
    })
  })

  it.each([
    ['goals', 'title', long(500)],
    ['goals', 'title', 'می‌خواهم 👩‍👩‍👧 ‏שלום‎'],
    ['goals', 'position', -1e15],
    ['settings', 'value', `"${'x'.repeat(65_534)}"`],
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
