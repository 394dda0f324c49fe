import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addCheckIn, addGoal, addKeyResult, addTask, addUser } from '../../support/rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const alice = await addUser(database.pool, 'alice')
  const goal = await addGoal(database.pool, alice)
  await addTask(database.pool, goal)
  await addKeyResult(database.pool, goal)
  await addCheckIn(database.pool, goal)
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
  ['key_results', 'title', 'key_results_title_printable'],
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
  test.each(unprintable)('refuses %s', async (_name, value) => {
    await expect(write(table, column, value)).rejects.toMatchObject({
      code: '23514',
      table,
      constraint,
    })
  })
})

describe.each(['goals', 'tasks', 'key_results', 'categories'])('the position in %s', (table) => {
  test.each(['NaN', 'Infinity', '-Infinity', 1.1e15])('is not %s', async (value) => {
    await expect(write(table, 'position', value)).rejects.toMatchObject({
      code: '23514',
      table,
      constraint: `${table}_position_range`,
    })
  })
})

test('refuses a title of two megabytes in an instant', async () => {
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
  test.each([
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
    ['goals', 'weight', -1, 'goals_weight_range'],
    ['goals', 'weight', 1001, 'goals_weight_range'],
    ['goals', 'metrics', '[]', 'goals_metrics_object'],
    ['goals', 'metrics', `{"a": "${'x'.repeat(16_376)}"}`, 'goals_metrics_size'],
    ['tasks', 'weight', -1, 'tasks_weight_range'],
    ['tasks', 'estimated_hours', -0.5, 'tasks_estimated_hours_range'],
    ['tasks', 'estimated_hours', 'NaN', 'tasks_estimated_hours_range'],
    ['tasks', 'estimated_hours', 'Infinity', 'tasks_estimated_hours_range'],
    ['tasks', 'estimated_hours', 1.005, 'tasks_estimated_hours_range'],
    ['tasks', 'actual_hours', 100_000.01, 'tasks_actual_hours_range'],
    ['key_results', 'title', long(501), 'key_results_title_length'],
    ['key_results', 'unit', long(31), 'key_results_unit_length'],
    ['key_results', 'unit', 'k\nm', 'key_results_unit_printable'],
    ['key_results', 'weight', -1, 'key_results_weight_range'],
    ['key_results', 'start_value', '-1e16', 'key_results_start_value_range'],
    ['key_results', 'current_value', 'NaN', 'key_results_current_value_range'],
    ['key_results', 'target_value', 0.000_000_1, 'key_results_target_value_range'],
    ['check_ins', 'note', long(20_001), 'check_ins_note_length'],
    ['check_ins', 'note', '', 'check_ins_something'],
    ['check_ins', 'value', 'NaN', 'check_ins_value_range'],
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

  test.each([
    ['goals', 'title', long(500)],
    ['goals', 'title', 'می‌خواهم 👩‍👩‍👧 ‏שלום‎'],
    ['goals', 'position', -1e15],
    ['settings', 'value', `"${'x'.repeat(65_534)}"`],
    ['goals', 'description', long(20_000)],
    ['goals', 'target_date', '0001-01-01'],
    ['goals', 'target_date', null],
    ['goals', 'progress', 100],
    ['goals', 'weight', 1000],
    ['goals', 'metrics', `{"a": "${'x'.repeat(16_375)}"}`],
    ['tasks', 'title', 'x'],
    ['tasks', 'estimated_hours', 100_000],
    ['tasks', 'actual_hours', 0.25],
    ['key_results', 'unit', ''],
    ['key_results', 'target_value', -0.000_001],
    ['tasks', 'notes', ''],
    ['tasks', 'priority', 1],
    ['tasks', 'due_date', '9999-12-31'],
    ['categories', 'name', long(100)],
  ])('of %s.%s accepts what just fits', async (table, column, value) => {
    await expect(write(table, column, value)).resolves.toBeDefined()
  })

  test.each([
    ['goals', 'target_date', '2026-02-30', '22008'],
    ['goals', 'status', 'done', '22P02'],
    ['goals', 'horizon', 'daily', '22P02'],
    ['tasks', 'status', 'finished', '22P02'],
  ])('of type keeps %s.%s from being %s', async (table, column, value, code) => {
    await expect(write(table, column, value)).rejects.toMatchObject({ code })
  })
})
