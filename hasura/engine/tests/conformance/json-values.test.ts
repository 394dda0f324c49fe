// Values become JSON by several ways, the cheapest for each type: all must say what PostgreSQL's
// to_json says.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

/** Types and values; NULL is tried of each. */
const values: Readonly<Record<string, readonly string[]>> = {
  int2: ['-32768'],
  int4: ['0'],
  int8: ['9007199254740993'],
  bool: ['true', 'false'],
  uuid: ['6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  numeric: ['1.50', 'NaN', 'Infinity', '12345678901234567890.123456789'],
  float4: ['0.1', 'NaN'],
  float8: ['1e300', '-Infinity', '-0', '1e-7'],
  text: ['', 'null', 'a "b" \\ c', 'tab\tline\nfeed\rbell\u0007', 'ünï 🎯 </script>', '\u2028'],
  varchar: ['x"'],
  bpchar: ['y  '],
  name: ['n"'],
  mood: ['so "so"', 'back\\slash'],
  date: ['2026-02-03', 'infinity', '0044-03-15 BC'],
  timestamp: ['2026-02-03 04:05:06.789', '-infinity'],
  timestamptz: ['2026-02-03 04:05:06+02'],
  time: ['04:05:06'],
  timetz: ['04:05:06+02'],
  interval: ['1 year 2 days'],
  money: ['1.5'],
  inet: ['::1/128'],
  bytea: ['\\x00ff'],
  bit: ['1'],
  json: ['{"b" : 1, "a":[null ]}', '"x"', 'null'],
  jsonb: ['{"b": 1}'],
  small: ['7'],
  word: ['w"'],
  citext: ['Cased"'],
  _int4: ['{1,NULL}'],
  _text: ['{"a \\"b\\"",NULL}'],
  _mood: ['{"back\\\\slash"}'],
  _timestamptz: ['{"2026-02-03 04:05:06+02"}'],
  int4range: ['[1,5)'],
}
const types = Object.keys(values)
const columns = types.map((type, index) => ({ type, name: `c${index}` }))
const rowCount = Math.max(...Object.values(values).map(list => list.length))

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `
      create extension citext;
      create type mood as enum ('so "so"', 'back\\slash');
      create domain small as int check (value < 10);
      create domain word as text;
      create table sample (id int primary key, ${columns.map(({ name, type }) => `${name} ${type === 'name' || type === 'bpchar' || type === 'bit' ? `pg_catalog.${type}` : type}`).join(', ')});
      do $$ begin execute format('alter database %I set datestyle = ''German, DMY''', current_database()); end $$;
    `,
    metadata: { tables: [{ table: 'sample' }] },
  })
  for (let row = 0; row <= rowCount; row += 1) {
    await world.sql(
      `insert into sample (id, ${columns.map(({ name }) => name).join(', ')}) values (${row}, ${columns.map(({ type }, index) => `$${index + 1}::text::${type === 'bpchar' || type === 'bit' || type === 'name' ? `pg_catalog.${type}` : type}`).join(', ')})`,
      columns.map(({ type }) => values[type]?.[row] ?? null),
    )
  }
})
afterAll(() => world.stop())

const session = {
  role: 'admin',
  variables: { 'x-hasura-role': 'admin' },
  backendOnly: false,
  expiresAt: undefined,
}
const answer = (query: string) =>
  world.engine.execute(session, { query, variables: {}, operationName: undefined })

test.each(columns)('$type', async ({ name }) => {
  const { rows } = await world.sql(
    `select coalesce(to_json(${name})::text, 'null') as json from sample order by id`,
  )
  const texts = (rows as { json: string }[]).map(({ json }) => json)
  const objects = texts.map(json => `{"value":${json},"of":"sample"}`)
  expect(await answer(`{ sample(order_by: {id: asc}) { value: ${name} of: __typename } }`)).toBe(
    `{"data":{"sample":[${objects.join(',')}]}}`,
  )
  expect(await answer(`{ sample_by_pk(id: 0) { value: ${name} } }`)).toBe(
    `{"data":{"sample_by_pk":{"value":${texts[0]}}}}`,
  )
})

test('of many fields, with keys too long for a column', async () => {
  const long = 'k'.repeat(70)
  const keys = Array.from({ length: 300 }, (_, index) => `f${index}`)
  const body = await answer(
    `{ sample(where: {id: {_eq: 0}}) { ${long}: c1 ${keys.map(key => `${key}: c1`).join(' ')} } }`,
  )
  expect(JSON.parse(body)).toEqual({
    data: { sample: [Object.fromEntries([long, ...keys].map(key => [key, 0]))] },
  })
})
