import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../execute/database.ts'
import type { Database } from '../../execute/types.ts'
import { resolveOptions } from '../../options.ts'
import { changeChannel } from '../../changes/trigger-schema.ts'
import { installTriggers } from '../../changes/triggers.ts'
import { watchedTables, type WatchedTable } from '../../changes/watched-tables.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let world: TestDatabase
let database: Database
let listener: pg.Client
const heard: string[] = []

const schema = `
  create table people (id int primary key, name text not null);
  create table goals (id uuid primary key default gen_random_uuid(), owner int references people on delete cascade, title text not null default 'a secret');
  create table labels (name text primary key);
  create table notes (body text);
  create table odd (code text collate "C" primary key, at timestamptz, unique (at));
  create table months (id int, month int, primary key (id, month)) partition by list (month);
  create table january partition of months for values in (1);
  create view plain as select g.id as goal, g.owner as person, upper(g.title) as title, p.name from goals g join people p on p.id = g.owner where g.title <> '';
  create view outer_joined as select p.id, g.id as goal from people p left join goals g on g.owner = p.id;
  create view grouped as select owner, count(*) from goals group by owner;
  create view nested as select id from goals where owner in (select id from people);
  create view paired as select a.id, b.id as other from goals a join goals b on a.owner = b.owner;
  create view newest as select id from goals order by title limit 3;
  create view distinct_owners as select distinct owner from goals;
  create view stacked as select goal from plain;
  create table loose (id int primary key, person int, later int);
  alter table loose add foreign key (later) references people on delete set null not valid;
  create view owners as select g.id as goal, g.owner as person, g.title, p.name from goals g join people p on p.id = g.owner;
  create view turned as select p.name, g.owner as person from people p join goals g on g.owner = p.id;
  create view conditional as select g.owner as person from goals g join people p on p.id = g.owner and p.name <> '';
  create view filtered as select g.owner as person from goals g join people p on p.id = g.owner where p.name <> '';
  create view compared as select g.owner as person from goals g join people p on p.id >= g.owner;
  create view hiding as select g.id as goal, p.name from goals g join people p on p.id = g.owner;
  create view loosely as select l.person from loose l join people p on p.id = l.person;
  create view unproven as select l.later as person from loose l join people p on p.id = l.later;
  insert into people select n, 'person' from generate_series(1, 3) n;
`

const name = (table: string) => ({ schema: 'public', name: table })

beforeAll(async () => {
  world = await createTestDatabase()
  await world.pool.query(schema)
  database = openDatabase(resolveOptions({ databaseUrl: world.url, metadata: {} }))
  // What an older engine left.
  await world.pool.query(`
    create schema graphql_engine;
    create function graphql_engine.notify_change() returns trigger language plpgsql as $$ begin perform pg_notify('${changeChannel}', tg_relid::text); return null; end $$;
    create function graphql_engine.watch(watched regclass) returns void language sql as '';
    create trigger graphql_engine_changes after insert or update or delete or truncate on goals for each statement execute function graphql_engine.notify_change()`)
  await install()
  listener = new pg.Client({ connectionString: world.url })
  await listener.connect()
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await listener.query(`listen ${changeChannel}`)
})
afterAll(async () => {
  await listener.end()
  await database.close()
  await world.drop()
})

function install(): Promise<readonly WatchedTable[]> {
  return installTriggers(
    { database, asOwner: work => work(database) },
    ['people', 'goals', 'labels', 'notes', 'odd', 'months'].map(name),
  )
}

/** What is said because of a statement: each table's name, and its keys in order. */
async function saidBecauseOf(statement: string, values: unknown[] = []): Promise<unknown[]> {
  heard.length = 0
  await world.pool.query(statement, values)
  await world.pool.query('select pg_notify($1, $2)', [changeChannel, 'end'])
  await until(() => heard.at(-1) === 'end')
  const { rows } = await world.pool.query<{ oid: string, relname: string }>(
    'select oid::text, relname from pg_class',
  )
  const names = new Map(rows.map(({ oid, relname }) => [oid, relname]))
  return heard.slice(0, -1).map((payload) => {
    const [oid = '', images] = payload.split(/ (.*)/s)
    return [names.get(oid), ...(images === undefined ? [] : [JSON.parse(images) as unknown])]
  })
}

describe('triggers tell', () => {
  const goal = '00000000-0000-4000-8000-000000000001'

  test('keys of a row before and after, once each, and nothing else of it', async () => {
    expect(await saidBecauseOf('insert into goals (id, owner) values ($1, 1)', [goal])).toEqual([
      ['goals', [{ id: goal, owner: '1' }]],
    ])
    expect(await saidBecauseOf(`update goals set title = 'another secret'`)).toEqual([
      ['goals', [{ id: goal, owner: '1' }]],
    ])
    expect(await saidBecauseOf('update goals set owner = 2')).toEqual([
      [
        'goals',
        [
          { id: goal, owner: '1' },
          { id: goal, owner: '2' },
        ],
      ],
    ])
    expect(await saidBecauseOf('update goals set owner = null')).toEqual([
      [
        'goals',
        [
          { id: goal, owner: null },
          { id: goal, owner: '2' },
        ],
      ],
    ])
  })

  test('rows that go with another', async () => {
    await world.pool.query('update goals set owner = 3')
    expect(await saidBecauseOf('delete from people where id = 3')).toEqual(
      expect.arrayContaining([
        ['people', [{ id: '3' }]],
        ['goals', [{ id: goal, owner: '3' }]],
      ]),
    )
  })

  test.each([
    ['nothing when no row changes', `update goals set title = '' where false`, []],
    [
      'only the table, of many rows',
      'insert into goals (owner) select 1 from generate_series(1, 101)',
      [['goals']],
    ],
    ['only the table, of long keys', `insert into labels values (repeat('x', 8000))`, [['labels']]],
    ['only the table, without a key', `insert into notes values ('a secret')`, [['notes']]],
    [
      'only the table, with a key that is compared in its own way',
      `insert into odd values ('a', now())`,
      [['odd']],
    ],
    ['only the table, when all rows go', 'truncate goals', [['goals']]],
    [
      'keys of rows of partitions',
      'insert into months values (1, 1)',
      [['months', [{ id: '1', month: '1' }]]],
    ],
    [
      'keys of rows of one partition',
      'insert into january values (2, 1)',
      [['january', [{ id: '2', month: '1' }]]],
    ],
  ])('%s', async (_what, statement, said) => {
    expect(await saidBecauseOf(statement)).toEqual(said)
  })

  test('no key that has another name now, until the triggers are made anew', async () => {
    await world.pool.query('alter table people rename column id to number')
    expect(await saidBecauseOf(`insert into people values (7, 'new')`)).toEqual([
      ['people', [null]],
    ])
    await install()
    expect(await saidBecauseOf(`insert into people values (8, 'new')`)).toEqual([
      ['people', [{ number: '8' }]],
    ])
    await world.pool.query('alter table people rename column number to id')
    await install()
  })
})

test('triggers of an older engine are replaced', async () => {
  const { rows } = await world.pool.query(
    `select tgname, tgenabled from pg_trigger where tgrelid = 'goals'::regclass and not tgisinternal order by tgname`,
  )
  expect(rows).toEqual(
    ['delete', 'insert', 'truncate', 'update'].map(event => ({
      tgname: `graphql_engine_${event}`,
      tgenabled: 'A',
    })),
  )
})

test('a view shows rows of a table only when it joins tables row by row', async () => {
  const views = [
    'plain',
    'outer_joined',
    'grouped',
    'nested',
    'paired',
    'newest',
    'distinct_owners',
    'stacked',
    'goals',
  ]
  const watched = await watchedTables(database, views.map(name))
  const {
    rows: [{ oid } = { oid: '' }],
  } = await world.pool.query<{ oid: string }>(`select 'goals'::regclass::oid::text as oid`)
  const shown = watched.map(({ table, below }) => [
    table.name,
    [...(below.find(table => table.oid === oid)?.shown ?? [])].map(([column, key]) => [
      column,
      key.name,
    ]),
  ])
  expect(shown).toEqual(
    views.map(view => [
      view,
      view === 'plain'
        ? [
            ['goal', 'id'],
            ['person', 'owner'],
          ]
        : view === 'goals'
          ? [
              ['id', 'id'],
              ['owner', 'owner'],
            ]
          : [],
    ]),
  )
})

test('a view leads from a row to those that refer to it only when it is nothing but the join by their foreign key', async () => {
  const views = [
    'owners',
    'turned',
    'outer_joined',
    'paired',
    'conditional',
    'filtered',
    'compared',
    'hiding',
    'loosely',
    'unproven',
  ]
  const joins = async () =>
    (await watchedTables(database, views.map(name))).flatMap(({ table, below }) =>
      below.flatMap(({ join }) =>
        join ? [[table.name, join.key.name, join.column.name, [...join.columns]]] : [],
      ),
    )
  expect(await joins()).toEqual([
    ['owners', 'id', 'person', ['goal', 'person', 'title']],
    ['turned', 'id', 'person', ['person']],
  ])
  await world.pool.query('create table more_goals () inherits (goals)')
  expect(await joins()).toEqual([])
})
