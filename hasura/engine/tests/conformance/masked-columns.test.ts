import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/**
 * An inherited role sees `code` only where the label, a function of the row, is z3; and `size` only
 * where a part inside is Bob's.
 */
const fixture = {
  sql: `
    create table part (id int primary key, owner text, code text, size int, box int references part);
    insert into part values (1, 'ann', 'x', 13, null), (2, 'ann', 'y', 23, 1), (3, 'bob', 'z', 33, 1);
    create function label(p part) returns text stable language sql as $$ select p.code || p.id $$;
  `,
  metadata: {
    tables: [
      {
        table: 'part',
        array_relationships: [
          { name: 'parts', using: { foreign_key_constraint_on: { table: 'part', column: 'box' } } },
        ],
        computed_fields: [{ name: 'label', definition: { function: 'label' } }],
        select_permissions: [
          {
            role: 'labels',
            permission: {
              columns: ['id'],
              filter: { label: { _in: ['x1', 'y2'] } },
              allow_aggregations: true,
            },
          },
          {
            role: 'third',
            permission: { columns: ['id', 'code'], filter: { label: { _eq: 'z3' } } },
          },
          {
            role: 'boxed',
            permission: { columns: ['id', 'size'], filter: { parts: { owner: 'bob' } } },
          },
        ],
      },
    ],
    inherited_roles: [
      { role_name: 'both', role_set: ['labels', 'third'] },
      { role_name: 'packers', role_set: ['labels', 'boxed'] },
    ],
  },
}

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine(fixture)
})
afterAll(() => world.stop())

describe('a column that is masked by a function of its row', () => {
  test.each([
    ['all rows', '', { count: 1, max: { code: 'z' } }],
    ['the first rows', '(order_by: {id: desc}, limit: 1)', { count: 1, max: { code: 'z' } }],
    [
      'rows behind an offset',
      '(order_by: {id: desc}, offset: 1)',
      { count: 0, max: { code: null } },
    ],
    ['distinct rows', '(distinct_on: id)', { count: 1, max: { code: 'z' } }],
  ])('is aggregated over %s', async (_which, args, aggregate) => {
    expect(
      await world.ask(
        'both',
        `{ part_aggregate${args} { aggregate { count(columns: code) max { code } } } }`,
      ),
    ).toEqual({ data: { part_aggregate: { aggregate } } })
  })
})

describe('a column that is masked by related rows', () => {
  test('is one and the same in distinct_on and order_by', async () => {
    expect(
      await world.ask(
        'packers',
        '{ part(distinct_on: size, order_by: [{size: desc_nulls_last}, {id: asc}]) { id size } }',
      ),
    ).toEqual({
      data: {
        part: [
          { id: 1, size: 13 },
          { id: 2, size: null },
        ],
      },
    })
  })
})

describe('an aggregate without a value', () => {
  test('counts cut and distinct rows', async () => {
    expect(
      (
        await world.ask(
          'both',
          '{ a: part_aggregate(limit: 2) { aggregate { count } } b: part_aggregate(distinct_on: id, offset: 1) { aggregate { count __typename } } }',
        )
      ).data,
    ).toEqual({
      a: { aggregate: { count: 2 } },
      b: { aggregate: { count: 2, __typename: 'part_aggregate_fields' } },
    })
  })

  test('names types once, however many rows there are', async () => {
    expect(
      (
        await world.ask(
          'both',
          '{ part_aggregate { aggregate { __typename max { __typename } } } }',
        )
      ).data,
    ).toEqual({
      part_aggregate: {
        aggregate: { __typename: 'part_aggregate_fields', max: { __typename: 'part_max_fields' } },
      },
    })
    expect(
      (
        await world.ask(
          'both',
          '{ part_aggregate(where: {id: {_eq: 0}}) { aggregate { __typename } } }',
        )
      ).data,
    ).toEqual({ part_aggregate: { aggregate: { __typename: 'part_aggregate_fields' } } })
  })
})
