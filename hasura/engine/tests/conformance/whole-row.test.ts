import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/**
 * Columns are named like the aliases that the engine gives to tables, and functions take the whole
 * row.
 */
const fixture = {
  sql: `
    create table part (id int primary key, owner text, "_0" int, "_1" int, "_2" text, "_3" int, "_4" int, box int references part);
    insert into part values (1, 'ann', 10, 11, 'x', 13, 14, null), (2, 'ann', 20, 21, 'y', 23, 24, 1), (3, 'bob', 30, 31, 'z', 33, 34, 1);
    create function label(p part) returns text stable language sql as $$ select p._2 || p.id $$;
    create function inside(p part) returns setof part stable language sql as $$ select * from part where box = p.id order by id $$;
  `,
  metadata: {
    tables: [
      {
        table: 'part',
        array_relationships: [
          { name: 'parts', using: { foreign_key_constraint_on: { table: 'part', column: 'box' } } },
        ],
        computed_fields: ['label', 'inside'].map(name => ({
          name,
          definition: { function: name },
        })),
        select_permissions: [
          {
            role: 'packer',
            permission: { columns: ['id', '_1'], filter: { label: { _in: ['x1', 'y2'] } } },
          },
        ],
        insert_permissions: [
          { role: 'packer', permission: { columns: '*', check: { label: { _like: 'n%' } } } },
        ],
      },
    ],
  },
}

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(fixture)
})
afterAll(() => world.stop())

describe('a row as a whole', () => {
  test('is meant also where a column has the alias as its name', async () => {
    expect(
      await world.ask(
        'admin',
        '{ part(where: {label: {_eq: "x1"}}) { _0 _1 _2 _3 label inside { _1 } parts(order_by: {id: asc}) { _1 } } }',
      ),
    ).toEqual({
      data: {
        part: [
          {
            _0: 10,
            _1: 11,
            _2: 'x',
            _3: 13,
            label: 'x1',
            inside: [{ _1: 21 }, { _1: 31 }],
            parts: [{ _1: 21 }, { _1: 31 }],
          },
        ],
      },
    })
    expect((await world.ask('packer', '{ part(order_by: {id: asc}) { _1 } }')).data).toEqual({
      part: [{ _1: 11 }, { _1: 21 }],
    })
  })

  test('is meant also where the client chooses the alias as a response name', async () => {
    expect(
      (
        await world.ask(
          'admin',
          '{ part_by_pk(id: 1) { _1: id _2: label _3: parts(where: {id: {_eq: 2}}) { _4: id _5: id } } }',
        )
      ).data,
    ).toEqual({ part_by_pk: { _1: 1, _2: 'x1', _3: [{ _4: 2, _5: 2 }] } })
  })

  test('is checked and returned by a write', async () => {
    expect(
      await world.ask(
        'packer',
        'mutation { insert_part_one(object: {id: 4, _2: "n", _0: 1, _1: 2}) { id _1 } }',
      ),
    ).toEqual({ data: { insert_part_one: { id: 4, _1: 2 } } })
    expect(
      (await world.ask('packer', 'mutation { insert_part_one(object: {id: 5, _2: "m"}) { id } }'))
        .errors,
    ).toMatchObject([{ extensions: { code: 'permission-error' } }])
    expect(
      (await world.ask('admin', 'mutation { delete_part_by_pk(id: 4) { _0 label } }')).data,
    ).toEqual({ delete_part_by_pk: { _0: 1, label: 'n4' } })
  })
})
