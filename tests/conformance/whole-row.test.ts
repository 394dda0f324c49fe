import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/** Columns are named like the aliases that the engine gives to tables, and a function takes the whole row. */
const fixture = {
  sql: `
    create table part (id int primary key, owner text, "_0" int, "_1" int, "_2" text, "_3" int, "_4" int, box int references part);
    insert into part values (1, 'ann', 10, 11, 'x', 13, 14, null), (2, 'ann', 20, 21, 'y', 23, 24, 1), (3, 'bob', 30, 31, 'z', 33, 34, 1);
    create function label(p part) returns text stable language sql as $$ select p._2 || p.id $$;
    create function inside(p part) returns setof part stable language sql as $$ select * from part where box = p.id order by id $$;
  `,
  metadata: {
    tables: [{
      table: 'part',
      array_relationships: [{ name: 'parts', using: { foreign_key_constraint_on: { table: 'part', column: 'box' } } }],
      computed_fields: ['label', 'inside'].map(name => ({ name, definition: { function: name } })),
      select_permissions: [
        { role: 'labels', permission: { columns: ['id', '_1'], filter: { label: { _in: ['x1', 'y2'] } }, allow_aggregations: true } },
        { role: 'third', permission: { columns: ['id', '_1', '_2'], computed_fields: ['label'], filter: { label: { _eq: 'z3' } }, allow_aggregations: true } },
      ],
      insert_permissions: [{ role: 'labels', permission: { columns: '*', check: { label: { _like: 'n%' } } } }],
    }],
    inherited_roles: [{ role_name: 'both', role_set: ['labels', 'third'] }],
  },
}

let world: TestEngine
beforeAll(async () => { world = await startTestEngine(fixture) })
afterAll(() => world.stop())

describe('a row as a whole', () => {
  it('is meant also where a column has the alias as its name', async () => {
    expect(await world.ask('admin', '{ part(where: {label: {_eq: "x1"}}) { _0 _1 _2 _3 label inside { _1 } parts(order_by: {id: asc}) { _1 } } }')).toEqual({
      data: { part: [{ _0: 10, _1: 11, _2: 'x', _3: 13, label: 'x1', inside: [{ _1: 21 }, { _1: 31 }], parts: [{ _1: 21 }, { _1: 31 }] }] },
    })
  })

  it('is meant also where the client chooses the alias as a response name', async () => {
    expect((await world.ask('admin', '{ part_by_pk(id: 1) { _1: id _2: label _3: parts(where: {id: {_eq: 2}}) { _4: id _5: id } } }')).data)
      .toEqual({ part_by_pk: { _1: 1, _2: 'x1', _3: [{ _4: 2, _5: 2 }] } })
  })

  it('is checked and returned by a write', async () => {
    expect(await world.ask('labels', 'mutation { insert_part_one(object: {id: 4, _2: "n", _0: 1, _1: 2}) { id _1 } }')).toEqual({ data: { insert_part_one: { id: 4, _1: 2 } } })
    expect((await world.ask('labels', 'mutation { insert_part_one(object: {id: 5, _2: "m"}) { id } }')).errors).toMatchObject([{ extensions: { code: 'permission-error' } }])
    expect((await world.ask('admin', 'mutation { delete_part_by_pk(id: 4) { _0 label } }')).data).toEqual({ delete_part_by_pk: { _0: 1, label: 'n4' } })
  })
})

describe('aggregates of a column that is masked by a function of its row', () => {
  it.each([
    ['of all rows', '', { count: 1, max: { _2: 'z' } }],
    ['of the first rows', '(order_by: {id: desc}, limit: 1)', { count: 1, max: { _2: 'z' } }],
    ['of rows behind an offset', '(order_by: {id: desc}, offset: 1)', { count: 0, max: { _2: null } }],
    ['of distinct rows', '(distinct_on: id)', { count: 1, max: { _2: 'z' } }],
  ])('%s', async (_which, args, aggregate) => {
    expect(await world.ask('both', `{ part_aggregate${args} { aggregate { count(columns: _2) max { _2 } } } }`)).toEqual({ data: { part_aggregate: { aggregate } } })
  })

  it('are not needed to count cut or distinct rows', async () => {
    expect((await world.ask('both', '{ a: part_aggregate(limit: 2) { aggregate { count } } b: part_aggregate(distinct_on: id, offset: 1) { aggregate { count __typename } } }')).data)
      .toEqual({ a: { aggregate: { count: 2 } }, b: { aggregate: { count: 2, __typename: 'part_aggregate_fields' } } })
  })
})
