import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/**
 * `mood` is ordered by its declaration, not by its letters; `humour` and `temper` are domains over
 * it, one inside the other.
 */
const sql = `
  create schema feelings;
  create type feelings.mood as enum ('sad', 'calm', 'glad');
  create type mood as enum ('glum', 'merry');
  create domain humour as feelings.mood;
  create domain temper as humour not null default 'calm';
  create table person (id int primary key);
  create table day (id int primary key, person int references person, mood feelings.mood, humour humour, temper temper, moods feelings.mood[], span int4range, other mood);
  insert into person values (1), (2), (3);
  insert into day values (1, 1, 'glad', 'sad', 'calm', '{sad}', null, null), (2, 1, 'calm', 'calm', 'sad', '{glad,sad}', null, 'glum'), (3, 2, 'sad', null, 'glad', null, null, null);
`
const metadata = {
  tables: [
    {
      table: 'person',
      array_relationships: [
        { name: 'days', using: { foreign_key_constraint_on: { table: 'day', column: 'person' } } },
      ],
    },
    { table: 'day' },
  ],
}

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({ sql, metadata })
})
afterAll(() => world.stop())

test('enum columns and domains over them have a least and a greatest value', async () => {
  const { data } = await world.ask(
    'admin',
    '{ day_aggregate { aggregate { max { mood humour temper moods } min { mood humour temper moods } } } }',
  )
  expect(data).toEqual({
    day_aggregate: {
      aggregate: {
        max: { mood: 'glad', humour: 'calm', temper: 'glad', moods: ['glad', 'sad'] },
        min: { mood: 'sad', humour: 'sad', temper: 'sad', moods: ['sad'] },
      },
    },
  })
  expect(
    (await world.ask('admin', '{ day_aggregate { aggregate { sum { mood } } } }')).errors,
  ).toMatchObject([{ message: 'field \'mood\' not found in type: \'day_sum_fields\'' }])
  expect(
    (await world.ask('admin', '{ day_aggregate { aggregate { max { span } } } }')).errors,
  ).toMatchObject([{ message: 'field \'span\' not found in type: \'day_max_fields\'' }])
})

test('types of one name in two schemas are compared each as what it is', async () => {
  for (const [field, value, ids] of [
    ['mood', 'glad', [1]],
    ['other', 'glum', [2]],
  ] as const) {
    const { data } = await world.ask(
      'admin',
      `query ($value: mood) { day(where: {${field}: {_eq: $value}}) { id } }`,
      { variables: { value } },
    )
    expect(data).toEqual({ day: ids.map(id => ({ id })) })
  }
})

test.each([
  ['{min: {mood: asc}}', [2, 1, 3]],
  ['{max: {mood: desc}}', [3, 1, 2]],
  ['{max: {temper: desc_nulls_last}}', [2, 1, 3]],
  ['{min: {humour: asc_nulls_last}}', [1, 2, 3]],
])('rows are ordered by the extremes of their related rows: %s', async (order, ids) => {
  const { data } = await world.ask(
    'admin',
    `{ person(order_by: [{days_aggregate: ${order}}, {id: asc}]) { id } }`,
  )
  expect(data).toEqual({ person: ids.map(id => ({ id })) })
})
