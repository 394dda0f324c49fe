// What the schema offers, as Hasura's does, although PostgreSQL refuses it: the answer is the one
// of Hasura, and the server goes on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

const everything = { columns: '*', filter: {} }

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `
      create extension ltree;
      create table parcel (id int primary key, code text, sent bool, raw json, parts json[], place ltree, area point);
      create unique index parcel_open on parcel (code) where not sent;
      create unique index parcel_code on parcel (lower(code));
      create unique index parcel_place on parcel (place);
      create function label(p parcel) returns text stable language plpgsql as $$ begin return hidden_function(p.id); end $$;
      insert into parcel values (1, 'a', false, '{}', '{"1"}', 'x.y', '(1,2)'), (2, 'b', true, '[]', '{"2"}', 'x.z', '(3,4)');
    `,
    metadata: {
      tables: [
        {
          table: 'parcel',
          computed_fields: [{ name: 'label', definition: { function: 'label' } }],
          select_permissions: [
            {
              role: 'person',
              permission: { ...everything, allow_aggregations: true, computed_fields: ['label'] },
            },
          ],
          insert_permissions: [{ role: 'person', permission: { columns: '*', check: {} } }],
          update_permissions: [{ role: 'person', permission: everything }],
        },
      ],
    },
  })
})
afterAll(() => world.stop())

/** PostgreSQL's words are for administrators. */
const failed = { message: 'database query error', code: 'unexpected', path: '$' }

async function reasonForAdmin(query: string): Promise<unknown> {
  const { errors: [error] = [] } = await world.ask('admin', query)
  const { internal } = error?.extensions as unknown as { internal: { error: { message: string } } }
  return internal.error.message
}

/** The one error of the answer. */
async function refusal(
  query: string,
): Promise<{
  message: string | undefined
  code: string | undefined
  path: string | undefined
}> {
  const { errors: [error] = [] } = await world.ask('person', query)
  return { message: error?.message, code: error?.extensions.code, path: error?.extensions.path }
}

describe('a unique index that is no constraint', () => {
  test.each([
    ['parcel_open', '[sent]'],
    ['parcel_open', '[]'],
    ['parcel_code', '[sent]'],
    ['parcel_place', '[sent]'],
  ])('%s, updating %s', async (constraint, columns) => {
    const conflict = `on_conflict: {constraint: ${constraint}, update_columns: ${columns}}`
    const refused = {
      code: 'constraint-error',
      message: `constraint "${constraint}" for table "parcel" does not exist`,
    }
    expect(
      await refusal(
        `mutation { insert_parcel(objects: {id: 3, code: "c"}, ${conflict}) { affected_rows } }`,
      ),
    ).toEqual({ ...refused, path: '$.selectionSet.insert_parcel.args.objects' })
    expect(
      await refusal(
        `mutation { insert_parcel_one(object: {id: 3, code: "c"}, ${conflict}) { id } }`,
      ),
    ).toEqual({ ...refused, path: '$.selectionSet.insert_parcel_one.args.object' })
  })
})

describe('a type without the operator', () => {
  test.each([
    ['order_by: {raw: asc}', 'could not identify an ordering operator for type json'],
    ['order_by: {area: desc}', 'could not identify an ordering operator for type point'],
    ['distinct_on: raw', 'could not identify an equality operator for type json'],
    ['where: {raw: {_eq: {}}}', 'operator does not exist: json = json'],
    ['where: {raw: {_nin: []}}', 'operator does not exist: json = json'],
    ['where: {area: {_lt: "(0,0)"}}', 'operator does not exist: point < point'],
    ['where: {parts: {_gt: []}}', 'could not identify a comparison function for type json'],
  ])('%s', async (argument, reason) => {
    expect(await refusal(`{ parcel(${argument}) { id } }`)).toEqual(failed)
    expect(await reasonForAdmin(`{ parcel(${argument}) { id } }`)).toBe(reason)
  })

  test.each([
    ['min { place }', 'function pg_catalog.min(ltree) does not exist'],
    ['max { parts }', 'could not identify a comparison function for type json'],
    [
      'count(columns: raw, distinct: true)',
      'could not identify an equality operator for type json',
    ],
  ])('%s', async (aggregate, reason) => {
    expect(await refusal(`{ parcel_aggregate { aggregate { ${aggregate} } } }`)).toEqual(failed)
    expect(await reasonForAdmin(`{ parcel_aggregate { aggregate { ${aggregate} } } }`)).toBe(reason)
  })
})

test('names no function that only the database knows', async () => {
  expect(await refusal('{ parcel { label } }')).toEqual(failed)
})
