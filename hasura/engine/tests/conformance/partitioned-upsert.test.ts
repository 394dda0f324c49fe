import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/**
 * The same rows in a partitioned table whose partitions have their columns in another order, and in
 * an ordinary one.
 */
const sql =
  ['parted', 'plain']
    .map(
      name => `
  create table ${name} (id int, month int, owner text not null, note text, primary key (id, month))${name === 'parted' ? ' partition by list (month)' : ''};
`,
    )
    .join('')
    + `
  create table january (note text, owner text not null, month int not null, id int not null);
  alter table parted attach partition january for values in (1);
  create table february partition of parted for values in (2);
`

const own = { owner: 'X-Hasura-User-Id' }
const unfinished = { note: { _neq: 'final' } }
const writer = (role: string, update: object) => ({
  insert_permissions: [
    {
      role,
      permission: {
        columns: ['id', 'month', 'note'],
        check: { note: { _neq: 'bad' } },
        set: { owner: 'x-hasura-user-id' },
      },
    },
  ],
  update_permissions: [{ role, permission: { columns: ['note'], filter: own, ...update } }],
})
const merged = (...permissions: readonly ReturnType<typeof writer>[]) => ({
  insert_permissions: permissions.flatMap(one => one.insert_permissions),
  update_permissions: permissions.flatMap(one => one.update_permissions),
})
const tables = ['parted', 'plain'].map(table => ({
  table,
  select_permissions: ['checked', 'unchecked', 'same'].map(role => ({
    role,
    permission: { columns: '*', filter: own },
  })),
  ...merged(
    writer('checked', { check: unfinished }),
    writer('unchecked', {}),
    writer('same', { check: { note: { _neq: 'bad' } } }),
  ),
}))

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({ sql, metadata: { tables } })
})
afterAll(() => world.stop())
beforeEach(() =>
  world.sql(`
  truncate parted, plain;
  insert into parted values (1, 1, 'ann', 'old'), (2, 2, 'ann', 'old'), (3, 1, 'bob', 'old');
  insert into plain select * from parted`),
)

const rows = async (table: string) =>
  (await world.sql(`select id, month, owner, note from ${table} order by id`)).rows

test.each(['parted', 'plain'])(
  'an upsert into the table %s inserts, updates and skips',
  async (table) => {
    const upsert = (
      notes: readonly string[],
      fields = 'affected_rows returning { id note }',
    ) => `mutation { insert_${table}(
    objects: [${notes.map((note, index) => `{id: ${index + 1}, month: ${(index % 2) + 1}, note: "${note}"}`).join(', ')}],
    on_conflict: {constraint: ${table}_pkey, update_columns: [note]}
  ) { ${fields} } }`
    for (const role of ['checked', 'unchecked', 'same']) {
      expect(
        await world.ask(role, upsert(['new', 'new', 'not hers', 'another']), {
          session: { 'user-id': 'ann' },
        }),
      ).toEqual({
        data: {
          [`insert_${table}`]: {
            affected_rows: 3,
            returning: [1, 2, 4].map(id => ({ id, note: id === 4 ? 'another' : 'new' })),
          },
        },
      })
      expect(await rows(table)).toEqual([
        { id: 1, month: 1, owner: 'ann', note: 'new' },
        { id: 2, month: 2, owner: 'ann', note: 'new' },
        { id: 3, month: 1, owner: 'bob', note: 'old' },
        { id: 4, month: 2, owner: 'ann', note: 'another' },
      ])
      await world.sql(`delete from ${table} where id = 4`)
    }
    expect(await world.ask('admin', upsert(['by admin'], 'affected_rows'))).toMatchObject({
      errors: [{ message: expect.stringContaining('Not-NULL violation') }],
    })
    expect(
      await world.ask(
        'admin',
        `mutation { insert_${table}_one(object: {id: 1, month: 1, owner: "eve", note: "x"},
    on_conflict: {constraint: ${table}_pkey, update_columns: [note, owner]}) { owner note } }`,
      ),
    ).toEqual({ data: { [`insert_${table}_one`]: { owner: 'eve', note: 'x' } } })
  },
)

test.each(['parted', 'plain'])(
  'each row of an upsert into %s passes the check of what happened to it',
  async (table) => {
    const upsert = (role: string, object: string) =>
      world.ask(
        role,
        `mutation { insert_${table}(objects: [${object}],
    on_conflict: {constraint: ${table}_pkey, update_columns: [note]}) { affected_rows } }`,
        { session: { 'user-id': 'ann' } },
      )
    const done = (count: number) => ({ data: { [`insert_${table}`]: { affected_rows: count } } })
    const refused = {
      errors: [
        expect.objectContaining({
          extensions: {
            code: 'permission-error',
            path: `$.selectionSet.insert_${table}.args.objects`,
          },
        }),
      ],
    }
    const [inserted, updated] = [
      (note: string) => `{id: 9, month: 1, note: "${note}"}`,
      (note: string) => `{id: 1, month: 1, note: "${note}"}`,
    ]

    expect(await upsert('checked', updated('final'))).toEqual(refused)
    expect(await upsert('checked', updated('bad'))).toEqual(done(1))
    expect(await upsert('checked', inserted('bad'))).toEqual(refused)
    expect(await upsert('checked', `${updated('bad')}, ${inserted('final')}`)).toEqual(done(2))
    expect(await upsert('checked', `${updated('fine')}, ${inserted('final')}`)).toEqual(refused)
    for (const role of ['unchecked', 'same']) {
      expect(await upsert(role, updated('bad'))).toEqual(refused)
      expect(await upsert(role, updated('final'))).toEqual(done(1))
    }
  },
)
