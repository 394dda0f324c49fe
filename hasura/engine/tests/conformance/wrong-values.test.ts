// What a value of the wrong kind is answered with, for each scalar and each place of a value, in
// the document and by variable. Columns take Hasura's way through JSON: whatever is wrong is
// `parse-failed` in its JSON library's words, and a string of any content is PostgreSQL's to read.
// GraphQL's own scalars (`limit`, `_is_null`, …) are `validation-failed`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestEngine, type GraphQLBody, type TestEngine } from '../support/engine.ts'

const columns = {
  id: 'int',
  small: 'smallint',
  big: 'bigint',
  single: 'real',
  double: 'double precision',
  exact: 'numeric',
  price: 'money',
  flag: 'boolean',
  name: 'text',
  short: 'varchar(9)',
  code: 'char(2)',
  key: 'uuid',
  day: 'date',
  at: 'timestamptz',
  local: 'timestamp',
  clock: 'time',
  span: 'interval',
  bytes: 'bytea',
  address: 'inet',
  mood: 'mood',
  data: 'jsonb',
  numbers: 'int[]',
  tags: 'text[]',
}

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `
      create type mood as enum ('happy', 'sad');
      create table thing (${Object.entries(columns)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')}, primary key (id));
      alter table thing alter column name set not null;
      create table part (id int primary key, thing_id int references thing);
      create function pick(ids int[]) returns setof thing language sql stable as 'select * from thing where id = any (ids)';
      insert into thing (id, name, small, numbers) values (1, 'one', 1, '{1,NULL}');
    `,
    metadata: {
      tables: [
        {
          table: 'thing',
          array_relationships: [
            {
              name: 'parts',
              using: { foreign_key_constraint_on: { table: 'part', column: 'thing_id' } },
            },
          ],
        },
        {
          table: 'part',
          object_relationships: [
            { name: 'thing', using: { foreign_key_constraint_on: 'thing_id' } },
          ],
        },
      ],
      functions: [{ function: 'pick' }],
    },
  })
})
afterAll(() => world.stop())

/** The one error of an answer. */
function errorOf({ errors }: GraphQLBody) {
  const [error] = errors ?? []
  return (
    error && { code: error.extensions.code, path: error.extensions.path, message: error.message }
  )
}

const ask = async (query: string, variables: Readonly<Record<string, unknown>> = {}) =>
  errorOf(await world.ask('admin', query, { variables }))

/** Places of a column's value, and where their errors are. */
const places = [
  [
    'a comparison',
    'query',
    (column: string, value: string) => `thing(where: {${column}: {_eq: ${value}}}) { id }`,
    (column: string) => `thing.args.where.${column}._eq`,
  ],
  [
    'a list',
    'query',
    (column: string, value: string) => `thing(where: {${column}: {_in: [${value}]}}) { id }`,
    (column: string) => `thing.args.where.${column}._in[0]`,
  ],
  [
    'an insert',
    'mutation',
    (column: string, value: string) =>
      `insert_thing(objects: [{${column}: ${value}}]) { affected_rows }`,
    (column: string) => `insert_thing.args.objects[0].${column}`,
  ],
  [
    'an update',
    'mutation',
    (column: string, value: string) =>
      `update_thing(where: {}, _set: {${column}: ${value}}) { affected_rows }`,
    (column: string) => `update_thing.args._set.${column}`,
  ],
] as const

const integer = (type: string, kind: string) =>
  `parsing Integer expected for input type: ${type} failed, expected Number, but encountered ${kind}`
const outside = (number: string) =>
  `The value ${number} lies outside the bounds or is not an integer. Maybe it is a float, or is there integer overflow?`
const float = (number: string) =>
  `The value ${number} lies outside the bounds. Is it overflowing the float bounds?`
const noString = (type: string) => `A string is expected for type: ${type}`

describe('a column refuses', () => {
  const cases: readonly (readonly [
    column: string,
    type: string,
    value: string,
    message: string,
  ])[] = [
    ['small', 'smallint', 'true', integer('PGSmallInt', 'Boolean')],
    ['small', 'smallint', '32768', outside('32768.0')],
    ['id', 'Int', 'true', integer('PGInteger', 'Boolean')],
    ['id', 'Int', '2147483648', outside('2.147483648e9')],
    ['id', 'Int', '-2147483649', outside('-2.147483649e9')],
    ['id', 'Int', '1.5', outside('1.5')],
    ['big', 'bigint', 'false', integer('PGBigInt', 'Boolean')],
    ['big', 'bigint', '9223372036854775808', outside('9.223372036854775808e18')],
    ['big', 'bigint', '0.05', outside('5.0e-2')],
    [
      'single',
      'Float',
      'true',
      'parsing Float expected for input type: PGFloat failed, expected Number, but encountered Boolean',
    ],
    ['single', 'Float', '1e39', float('1.0e39')],
    [
      'double',
      'float8',
      'true',
      'parsing Float expected for input type: PGDouble failed, expected Number, but encountered Boolean',
    ],
    ['double', 'float8', '1e400', float('1.0e400')],
    [
      'exact',
      'numeric',
      'true',
      'parsing Scientific failed, expected Number, but encountered Boolean',
    ],
    [
      'price',
      'money',
      'true',
      'parsing Scientific failed, expected Number, but encountered Boolean',
    ],
    ['flag', 'Boolean', '1', 'parsing Bool failed, expected Boolean, but encountered Number'],
    ['name', 'String', '1', 'parsing Text failed, expected String, but encountered Number'],
    ['short', 'String', 'true', 'parsing Text failed, expected String, but encountered Boolean'],
    ['code', 'bpchar', '1', 'parsing Text failed, expected String, but encountered Number'],
    ['key', 'uuid', '1', 'parsing UUID failed, expected String, but encountered Number'],
    ['day', 'date', '20240101', 'parsing Day failed, expected String, but encountered Number'],
    ['at', 'timestamptz', '1.5', 'parsing UTCTime failed, expected String, but encountered Number'],
    [
      'local',
      'timestamp',
      'true',
      'parsing LocalTime failed, expected String, but encountered Boolean',
    ],
    ['clock', 'time', '1', noString('time')],
    ['span', 'interval', '1', noString('interval')],
    ['bytes', 'bytea', 'true', noString('bytea')],
    ['address', 'inet', '1', noString('inet')],
    ['mood', 'mood', '1', noString('mood')],
  ]
  const everywhere = cases.flatMap(one => places.map(place => [...one, ...place] as const))
  test.each(everywhere)(
    '%s (%s) %s: %s, in %s',
    async (column, type, value, message, _place, operation, document, path) => {
      const refused = { code: 'parse-failed', path: `$.selectionSet.${path(column)}`, message }
      expect(await ask(`${operation} { ${document(column, value)} }`)).toEqual(refused)
      const query = `${operation} ($v: ${type}!) { ${document(column, '$v')} }`
      const body = await world.post(
        { 'x-hasura-admin-secret': 'test-secret' },
        `{"query": ${JSON.stringify(query)}, "variables": {"v": ${value}}}`,
      )
      expect(errorOf(body)).toEqual(refused)
    },
  )

  test.each([
    ['id', '[1]', integer('PGInteger', 'Array')],
    ['id', '{a: 1}', integer('PGInteger', 'Object')],
    ['name', '["a"]', 'parsing Text failed, expected String, but encountered Array'],
    ['flag', '{a: 1}', 'parsing Bool failed, expected Boolean, but encountered Object'],
    ['key', '[]', 'parsing UUID failed, expected String, but encountered Array'],
  ])('%s: %s', async (column, value, message) => {
    const path = `$.selectionSet.thing.args.where.${column}._eq`
    expect(await ask(`{ thing(where: {${column}: {_eq: ${value}}}) { id } }`)).toEqual({
      code: 'parse-failed',
      path,
      message,
    })
  })
})

describe('a string for a column is PostgreSQL\'s to read', () => {
  test.each([
    ['small', '32768'],
    ['id', 'x'],
    ['id', '2147483648'],
    ['id', '1.5'],
    ['big', '9223372036854775808'],
    ['single', '1e39'],
    ['double', '1e400'],
    ['exact', 'x'],
    ['price', 'x'],
    ['flag', 'maybe'],
    ['key', 'x'],
    ['day', '2024-02-30'],
    ['at', 'x'],
    ['local', '2024-13-01'],
    ['clock', '25:00'],
    ['span', 'x'],
    ['bytes', '\\x0'],
    ['address', '300.0.0.1'],
    ['mood', 'angry'],
    ['numbers', '{1,x}'],
  ])('%s: %j is a data-exception', async (column, text) => {
    const literal = JSON.stringify(text)
    expect(await ask(`{ thing(where: {${column}: {_eq: ${literal}}}) { id } }`)).toMatchObject({
      code: 'data-exception',
      path: '$',
    })
    const inserted = await ask(
      `mutation { insert_thing(objects: [{id: 9, name: "x", ${column}: ${literal}}]) { affected_rows } }`,
    )
    if (column !== 'id')
      expect(inserted).toMatchObject({
        code: 'data-exception',
        path: '$.selectionSet.insert_thing.args.objects',
      })
    expect(
      await ask(
        `mutation { update_thing(where: {}, _set: {${column}: ${literal}}) { affected_rows } }`,
      ),
    ).toMatchObject({ code: 'data-exception', path: '$' })
  })

  test.each([
    ['id', '1', 1],
    ['small', '1', 1],
    ['name', 'one', 1],
    ['flag', 'true', 0],
    ['mood', 'happy', 0],
    ['big', '1', 0],
    ['exact', '1e3', 0],
  ])('%s: %j', async (column, text, count) => {
    const { data } = await world.ask(
      'admin',
      `{ thing(where: {${column}: {_eq: ${JSON.stringify(text)}}}) { id } }`,
    )
    expect(data?.thing).toHaveLength(count)
  })

  test('and an enum literal is a string', async () => {
    expect(
      (
        await world.ask(
          'admin',
          '{ thing(where: {name: {_eq: one}, mood: {_is_null: true}}) { id } }',
        )
      ).data,
    ).toEqual({ thing: [{ id: 1 }] })
    expect(await ask('{ thing(where: {id: {_eq: one}}) { id } }')).toMatchObject({
      code: 'data-exception',
    })
  })

  test.each([
    ['id', '1.0'],
    ['id', '10e-1'],
    ['small', '1e0'],
    ['exact', '-0'],
    ['double', '0e999'],
    ['single', '0.0'],
  ])('and a number may be written as %s: %s', async (column, number) => {
    expect(await ask(`{ thing(where: {${column}: {_eq: ${number}}}) { id } }`)).toBeUndefined()
  })
})

describe('arrays', () => {
  const eq = '$.selectionSet.thing.args.where.numbers._eq'
  test.each([
    ['a scalar', '1', 'parsing [] failed, expected Array, but encountered Number'],
    ['a boolean', 'true', 'parsing [] failed, expected Array, but encountered Boolean'],
    ['an object', '{a: 1}', 'parsing [] failed, expected Array, but encountered Object'],
    ['an element of another kind', '[1, true]', integer('PGInteger', 'Boolean')],
    ['an element out of bounds', '[2147483648]', outside('2.147483648e9')],
    ['a list in a list', '[[1]]', integer('PGInteger', 'Array')],
  ])('refuse %s', async (_what, value, message) => {
    expect(await ask(`{ thing(where: {numbers: {_eq: ${value}}}) { id } }`)).toEqual({
      code: 'parse-failed',
      path: eq,
      message,
    })
    expect(await ask(`{ thing(where: {numbers: {_gt: ${value}}}) { id } }`)).toEqual({
      code: 'parse-failed',
      path: eq.replace('_eq', '_gt'),
      message,
    })
    expect(await ask(`{ thing(where: {numbers: {_in: [[1], ${value}]}}) { id } }`)).toEqual({
      code: 'parse-failed',
      path: eq.replace('_eq', '_in[1]'),
      message,
    })
    const updated = await ask(
      `mutation { update_thing(where: {}, _set: {numbers: ${value}}) { affected_rows } }`,
    )
    expect(updated).toEqual({
      code: 'parse-failed',
      path: '$.selectionSet.update_thing.args._set.numbers',
      message,
    })
  })

  test('refuse a scalar by variable', async () => {
    const message = 'parsing [] failed, expected Array, but encountered Number'
    expect(
      await ask('query ($v: [Int!]) { thing(where: {numbers: {_eq: $v}}) { id } }', { v: 1 }),
    ).toEqual({ code: 'parse-failed', path: eq, message })
    const where = { numbers: { _in: [1] } }
    expect(
      await ask('query ($v: thing_bool_exp) { thing(where: $v) { id } }', { v: where }),
    ).toEqual({ code: 'parse-failed', path: eq.replace('_eq', '_in[0]'), message })
  })

  test.each([
    ['in the document', '[1, null]', {}],
    ['by variable', '$v', { v: [1, null] }],
    ['by variables inside', '[$a, $b]', { a: 1, b: null }],
    ['as a literal of PostgreSQL', '"{1,NULL}"', {}],
    ['as strings', '["1", null]', {}],
  ])('hold nulls, %s', async (_where, value, variables) => {
    const declared = Object.keys(variables)
      .map(name => `$${name}: ${name === 'v' ? '[Int!]' : 'Int'}`)
      .join(', ')
    const head = declared === '' ? '' : `(${declared})`
    const found = await world.ask(
      'admin',
      `query ${head} { thing(where: {numbers: {_eq: ${value}}}) { id numbers } }`,
      { variables },
    )
    expect(found).toEqual({ data: { thing: [{ id: 1, numbers: [1, null] }] } })
    const changed = await world.ask(
      'admin',
      `mutation ${head} { update_thing(where: {numbers: {_contains: [1]}}, _set: {numbers: ${value}}) { returning { numbers } } }`,
      { variables },
    )
    expect(changed).toEqual({ data: { update_thing: { returning: [{ numbers: [1, null] }] } } })
  })

  test('are the same as arguments of functions', async () => {
    for (const ids of ['[1, null]', '"{1,NULL}"']) {
      expect((await world.ask('admin', `{ pick(args: {ids: ${ids}}) { id } }`)).data).toEqual({
        pick: [{ id: 1 }],
      })
    }
    const message = 'parsing [] failed, expected Array, but encountered Number'
    expect(await ask('{ pick(args: {ids: 1}) { id } }')).toEqual({
      code: 'parse-failed',
      path: '$.selectionSet.pick.args.args.ids',
      message,
    })
  })

  test('are a data-exception as a malformed literal, whatever it begins with', async () => {
    for (const text of ['{1', 'x', '', '1']) {
      const literal = JSON.stringify(text)
      expect(await ask(`{ thing(where: {tags: {_eq: ${literal}}}) { id } }`)).toMatchObject({
        code: 'data-exception',
        path: '$',
      })
      expect(
        await ask('query ($v: [String!]) { thing(where: {tags: {_eq: $v}}) { id } }', { v: text }),
      ).toMatchObject({ code: 'data-exception', path: '$' })
    }
  })

  test('keep the difference between a null and the text of one', async () => {
    await world.ask(
      'admin',
      'mutation { update_thing(where: {}, _set: {tags: ["NULL", null, "", "{a}"]}) { affected_rows } }',
    )
    expect((await world.ask('admin', '{ thing { tags } }')).data).toEqual({
      thing: [{ tags: ['NULL', null, '', '{a}'] }],
    })
  })

  test('are refused when they are null, and a list of scalars refuses a null in it', async () => {
    const message = 'unexpected null value for type \'Int\''
    expect(await ask('{ thing(where: {numbers: {_eq: null}}) { id } }')).toEqual({
      code: 'validation-failed',
      path: eq,
      message,
    })
    expect(await ask('{ thing(where: {id: {_in: [1, null]}}) { id } }')).toEqual({
      code: 'validation-failed',
      path: '$.selectionSet.thing.args.where.id._in[1]',
      message,
    })
  })
})

describe('GraphQL\'s own scalars refuse', () => {
  const row = (value: string) =>
    `expected a non-negative 32-bit integer for type 'Int', but found ${value}`
  test.each([
    ['limit: -1', 'args.limit', 'validation-failed', row('an integer')],
    ['limit: "1"', 'args.limit', 'validation-failed', row('a string')],
    ['limit: 1.5', 'args.limit', 'validation-failed', row('a float')],
    ['limit: true', 'args.limit', 'validation-failed', row('a boolean')],
    ['limit: 2147483648', 'args.limit', 'parse-failed', outside('2.147483648e9')],
    [
      'offset: true',
      'args.offset',
      'validation-failed',
      'expected a 64-bit integer for type \'Int\', but found a boolean',
    ],
    [
      'offset: "x"',
      'args.offset',
      'validation-failed',
      'expected a 64-bit integer for type \'Int\', but found a string',
    ],
    [
      'offset: 9223372036854775808',
      'args.offset',
      'parse-failed',
      outside('9.223372036854775808e18'),
    ],
    [
      'where: {id: {_is_null: 1}}',
      'args.where.id._is_null',
      'validation-failed',
      'expected a boolean for type \'Boolean\', but found an integer',
    ],
    [
      'where: {id: {_is_null: "true"}}',
      'args.where.id._is_null',
      'validation-failed',
      'expected a boolean for type \'Boolean\', but found a string',
    ],
    [
      'where: {data: {_has_key: 1}}',
      'args.where.data._has_key',
      'validation-failed',
      'expected a string for type \'String\', but found an integer',
    ],
    [
      'where: {data: {_has_keys_any: ["a", 1]}}',
      'args.where.data._has_keys_any[1]',
      'validation-failed',
      'expected a string for type \'String\', but found an integer',
    ],
    [
      'where: {id: 1}',
      'args.where.id',
      'validation-failed',
      'expected an object for type \'Int_comparison_exp\', but found an integer',
    ],
    [
      'where: []',
      'args.where',
      'validation-failed',
      'expected an object for type \'thing_bool_exp\', but found a list',
    ],
    [
      'where: {_and: 1}',
      'args.where._and',
      'validation-failed',
      'expected an object for type \'thing_bool_exp\', but found an integer',
    ],
    [
      'order_by: {id: "asc"}',
      'args.order_by.id',
      'validation-failed',
      'expected an enum value for type \'order_by\', but found a string',
    ],
    [
      'distinct_on: gone',
      'args.distinct_on',
      'validation-failed',
      expect.stringMatching(
        /^expected one of the values \[.*\] for type 'thing_select_column', but found 'gone'$/,
      ),
    ],
    [
      'order_by: {id: up}',
      'args.order_by.id',
      'validation-failed',
      expect.stringMatching(
        /^expected one of the values \[.*\] for type 'order_by', but found 'up'$/,
      ),
    ],
    [
      'where: {gone: {_eq: 1}}',
      'args.where.gone',
      'validation-failed',
      'field \'gone\' not found in type: \'thing_bool_exp\'',
    ],
    [
      'where: {id: {_like: "1"}}',
      'args.where.id._like',
      'validation-failed',
      'field \'_like\' not found in type: \'Int_comparison_exp\'',
    ],
    ['gone: 1', '', 'validation-failed', '\'thing\' has no argument named \'gone\''],
  ])('%s', async (argument, path, code, message) => {
    expect(await ask(`{ thing(${argument}) { id } }`)).toEqual({
      code,
      path: `$.selectionSet.thing${path && `.${path}`}`,
      message: message as string,
    })
  })

  test.each([
    ['limit', 'Int', -1, 'validation-failed', row('a number')],
    ['limit', 'Int', 1.5, 'parse-failed', outside('1.5')],
    ['limit', 'Int', 2147483648, 'parse-failed', outside('2.147483648e9')],
    ['limit', 'Int', '1', 'validation-failed', row('a string')],
    ['offset', 'Int', 1.5, 'parse-failed', outside('1.5')],
  ])('%s: %s by variable, %j', async (argument, type, value, code, message) => {
    expect(
      await ask(`query ($v: ${type}) { thing(${argument}: $v) { id } }`, { v: value }),
    ).toEqual({ code, path: `$.selectionSet.thing.args.${argument}`, message })
  })

  test.each([
    [
      '_delete_key: {data: 1}',
      '_delete_key.data',
      'validation-failed',
      'expected a string for type \'String\', but found an integer',
    ],
    [
      '_delete_elem: {data: "1"}',
      '_delete_elem.data',
      'validation-failed',
      'expected a 32-bit integer for type \'Int\', but found a string',
    ],
    [
      '_delete_elem: {data: 1.5}',
      '_delete_elem.data',
      'validation-failed',
      'expected a 32-bit integer for type \'Int\', but found a float',
    ],
    [
      '_delete_elem: {data: 2147483648}',
      '_delete_elem.data',
      'parse-failed',
      outside('2.147483648e9'),
    ],
    [
      '_delete_at_path: {data: [1]}',
      '_delete_at_path.data[0]',
      'validation-failed',
      'expected a string for type \'String\', but found an integer',
    ],
    ['_inc: {small: 40000}', '_inc.small', 'parse-failed', outside('40000.0')],
    ['_inc: {small: true}', '_inc.small', 'parse-failed', integer('PGSmallInt', 'Boolean')],
    [
      '_inc: {name: 1}',
      '_inc.name',
      'validation-failed',
      'field \'name\' not found in type: \'thing_inc_input\'',
    ],
    [
      '_set: {name: null}',
      '_set.name',
      'validation-failed',
      'unexpected null value for type \'String\'',
    ],
  ])('%s', async (argument, path, code, message) => {
    const refused = { code, path: `$.selectionSet.update_thing.args.${path}`, message }
    expect(
      await ask(`mutation { update_thing(where: {}, ${argument}) { affected_rows } }`),
    ).toEqual(refused)
  })

  test('what PostgreSQL alone can know', async () => {
    expect(
      await ask('mutation { update_thing(where: {}, _inc: {small: 32767}) { affected_rows } }'),
    ).toMatchObject({ code: 'data-exception', path: '$' })
    expect(await ask('{ thing(offset: -1) { id } }')).toMatchObject({
      code: 'data-exception',
      path: '$',
    })
  })
})

describe('what is missing', () => {
  test.each([
    ['{ thing_by_pk { id } }', 'thing_by_pk.args.id', 'id'],
    ['mutation { insert_thing { affected_rows } }', 'insert_thing.args.objects', 'objects'],
    ['mutation { insert_thing_one { id } }', 'insert_thing_one.args.object', 'object'],
    ['mutation { update_thing(_set: {}) { affected_rows } }', 'update_thing.args.where', 'where'],
    [
      'mutation { update_thing_by_pk(_set: {}) { id } }',
      'update_thing_by_pk.args.pk_columns',
      'pk_columns',
    ],
    [
      'mutation { update_thing_by_pk(pk_columns: {}) { id } }',
      'update_thing_by_pk.args.pk_columns.id',
      'id',
    ],
    [
      'mutation { update_thing_many { affected_rows } }',
      'update_thing_many.args.updates',
      'updates',
    ],
    [
      'mutation { update_thing_many(updates: [{}]) { affected_rows } }',
      'update_thing_many.args.updates[0].where',
      'where',
    ],
    ['mutation { delete_thing { affected_rows } }', 'delete_thing.args.where', 'where'],
    ['mutation { delete_thing_by_pk { id } }', 'delete_thing_by_pk.args.id', 'id'],
    [
      'mutation { insert_thing(objects: [], on_conflict: {}) { affected_rows } }',
      'insert_thing.args.on_conflict.constraint',
      'constraint',
    ],
    [
      'mutation { insert_part(objects: [{thing: {}}]) { affected_rows } }',
      'insert_part.args.objects[0].thing.data',
      'data',
    ],
    [
      '{ thing(where: {parts_aggregate: {count: {}}}) { id } }',
      'thing.args.where.parts_aggregate.count.predicate',
      'predicate',
    ],
  ])('%s', async (query, path, name) => {
    expect(await ask(query)).toEqual({
      code: 'validation-failed',
      path: `$.selectionSet.${path}`,
      message: `missing required field '${name}'`,
    })
  })
})

describe('a JSON path', () => {
  const asked = (path: string) => ask(`{ thing { data(path: ${JSON.stringify(path)}) } }`)
  const path = '$.selectionSet.thing.selectionSet.data.args'

  test('takes letters of every alphabet', async () => {
    await world.sql(`update thing set data = '{"héllo": {"ключ": [1, 2]}}'`)
    for (const given of ['$.héllo.ключ[1]', 'héllo["ключ"][1]', '$.["héllo"].["ключ"].[1]']) {
      expect(
        (await world.ask('admin', `{ thing { data(path: ${JSON.stringify(given)}) } }`)).data,
      ).toEqual({ thing: [{ data: 2 }] })
    }
    expect((await world.ask('admin', '{ thing { data(path: "$") } }')).data).toEqual({
      thing: [{ data: { héllo: { ключ: [1, 2] } } }],
    })
  })

  test.each(['', '$.', '$.a b', '["a'])('that is broken is the arguments\' error: %j', async (given) => {
    expect(await asked(given)).toEqual({
      code: 'validation-failed',
      path,
      message: expect.stringContaining(`parse json path error: ${given}. `) as string,
    })
    const byVariable = await ask('query ($p: String) { thing { data(path: $p) } }', { p: given })
    expect(byVariable).toMatchObject({ code: 'validation-failed', path })
  })

  test('that is no string is the path\'s error', async () => {
    const message = 'expected a string for type \'String\', but found an integer'
    expect(await ask('{ thing { data(path: 1) } }')).toEqual({
      code: 'validation-failed',
      path: `${path}.path`,
      message,
    })
  })
})
