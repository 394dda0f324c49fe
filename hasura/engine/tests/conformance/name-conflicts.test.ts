import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, type Engine, type EngineOptions } from '../../index.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const sql = `
  create schema s2;
  create type s2.mood as enum ('glad', 'sad');
  create table pubdocs (id int primary key, secret text);
  create table docs (id int primary key, secret text, owner text);
  insert into pubdocs values (1, 'open');
  insert into docs values (1, 'hidden', 'ann');
  create table docs_aggregate (id int primary key, secret text);
  create table docs_by_pk (id int primary key, secret text);
  create table docs_stream (id int primary key, secret text);
  create table docs_bool_exp (id int primary key, secret text);
  create table docs_set_input (id int primary key, secret text);
  create table docs_enum_comparison_exp (id int primary key);
  create table insert_docs (id int primary key, secret text);
  create table order_by (id int primary key);
  create table "String" (id int primary key);
  create table query_root (id int primary key);
  create table "__Type" (id int primary key);
  create table "Docs" (id int primary key, secret text);
  create table s2_docs (id int primary key, secret text);
  create table s2.docs (id int primary key, secret text);
  create table user_docs (id int primary key);
  create table "userDocs" (id int primary key);
  create table mood (id int primary key);
  create table feeling (id int primary key, mood s2.mood);
  create table colour (value text primary key);
  insert into colour values ('red');
  create table colour_enum (id int primary key, secret text);
  create table paint (id int primary key, colour text references colour);
  create table shades (value text primary key);
  insert into shades values ('a'), ('A');
  create table tint (id int primary key, shade text references shades);
  create table part (id int primary key, box int references part, parts_aggregate int, first_part int, "firstPart" int);
  create table odd (id int primary key, _and int, __typename int);
  create function search(top int) returns setof pubdocs stable language sql as 'select * from pubdocs';
  create function docs_aggregate(top int) returns setof pubdocs stable language sql as 'select * from pubdocs';
  create function label_docs(top int) returns setof pubdocs stable language sql as 'select * from pubdocs';
  create function label(d docs, top int) returns text stable language sql as 'select d.secret';
  create function twice("top_n" int, "topN" int) returns setof pubdocs stable language sql as 'select * from pubdocs';
`

const open = {
  role: 'user',
  permission: { columns: ['id', 'secret'], filter: {}, allow_aggregations: true },
}
const narrow = {
  role: 'user',
  permission: { columns: ['id'], filter: { owner: 'X-Hasura-User-Id' }, allow_aggregations: true },
}
const docs = { table: 'docs', select_permissions: [narrow] }
const named = (table: string, custom_name?: string) => ({
  table,
  configuration: { custom_name },
  select_permissions: [open],
})
const roots = (table: string, custom_root_fields: Record<string, string>) => ({
  table,
  configuration: { custom_root_fields },
  select_permissions: [open],
})

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(sql)
})
afterAll(() => database.drop())

type Source = Readonly<Record<string, unknown>>

async function withEngine<T>(
  source: Source,
  work: (engine: Engine) => Promise<T> | T,
  options: Partial<EngineOptions> = {},
): Promise<T> {
  const metadata = {
    version: 3,
    sources: [{ name: 'default', kind: 'postgres', configuration: {}, tables: [], ...source }],
  }
  const engine = await createEngine({
    databaseUrl: database.url,
    metadata,
    changeTriggers: false,
    ...options,
  })
  try {
    return await work(engine)
  }
  finally {
    await engine.close()
  }
}

async function ask(engine: Engine, role: string, query: string): Promise<unknown> {
  const session = {
    role,
    variables: { 'x-hasura-role': role, 'x-hasura-user-id': 'bob' },
    backendOnly: false,
    expiresAt: undefined,
  }
  return await engine.execute(session, { query, variables: {}, operationName: undefined }).then(
    text => JSON.parse(text) as unknown,
    (error: Error) => error.message,
  )
}

describe('one GraphQL name has one owner', () => {
  test.each<[string, Source, string]>([
    ['two tables of one custom name', { tables: [named('pubdocs', 'docs'), docs] }, 'table docs'],
    [
      'a schema and a table that spell one name',
      { tables: [named('s2_docs'), { table: { schema: 's2', name: 'docs' } }] },
      'table s2.docs',
    ],
    ['an aggregate', { tables: [docs, named('docs_aggregate')] }, 'table docs_aggregate'],
    ['an aggregate that comes second', { tables: [named('docs_aggregate'), docs] }, 'table docs'],
    ['a field by primary key', { tables: [docs, named('docs_by_pk')] }, 'table docs_by_pk'],
    ['a stream', { tables: [docs, named('docs_stream')] }, 'table docs_stream'],
    ['a filter\'s type', { tables: [docs, named('docs_bool_exp')] }, 'table docs_bool_exp'],
    ['an input\'s type', { tables: [docs, named('docs_set_input')] }, 'table docs_set_input'],
    [
      'a custom root field',
      { tables: [docs, roots('pubdocs', { select_by_pk: 'docs' })] },
      'table pubdocs',
    ],
    [
      'a custom root field of mutations',
      { tables: [docs, roots('pubdocs', { insert: 'delete_docs' })] },
      'table pubdocs',
    ],
    [
      'a custom root field of subscriptions',
      { tables: [docs, roots('pubdocs', { select_stream: 'docs_aggregate' })] },
      'table pubdocs',
    ],
    [
      'two custom root fields of one table',
      { tables: [docs, roots('pubdocs', { select: 'x', select_by_pk: 'x' })] },
      'table pubdocs',
    ],
    [
      'a function and a table',
      { tables: [docs, named('pubdocs')], functions: [{ function: 'docs_aggregate' }] },
      'function docs_aggregate',
    ],
    [
      'a function\'s custom name',
      {
        tables: [docs, named('pubdocs')],
        functions: [{ function: 'search', configuration: { custom_name: 'docs' } }],
      },
      'function search',
    ],
    [
      'a function\'s aggregate',
      {
        tables: [docs, named('pubdocs')],
        functions: [
          {
            function: 'search',
            configuration: { custom_root_fields: { function_aggregate: 'docs_by_pk' } },
          },
        ],
      },
      'function search',
    ],
    [
      'arguments of a computed field and a function',
      {
        tables: [
          { ...docs, computed_fields: [{ name: 'label', definition: { function: 'label' } }] },
          named('pubdocs'),
        ],
        functions: [{ function: 'label_docs' }],
      },
      'function label_docs',
    ],
    ['a type of the schema itself', { tables: [docs, { table: 'order_by' }] }, 'table order_by'],
    ['a scalar', { tables: [docs, { table: 'String' }] }, 'table String'],
    ['a root type', { tables: [docs, { table: 'query_root' }] }, 'table query_root'],
    ['a type of introspection', { tables: [docs, { table: '__Type' }] }, 'table __Type'],
    [
      'a scalar of another schema',
      { tables: [{ table: 'mood' }, { table: 'feeling' }] },
      'table mood',
    ],
    [
      'an enum',
      { tables: [{ table: 'colour', is_enum: true }, { table: 'paint' }, named('colour_enum')] },
      'table colour_enum',
    ],
    [
      'an enum\'s comparison',
      {
        tables: [
          { table: 'colour', is_enum: true, configuration: { custom_name: 'docs' } },
          { table: 'paint' },
          { table: 'docs_enum_comparison_exp' },
        ],
      },
      'table docs_enum_comparison_exp',
    ],
    [
      'a relationship and a column',
      {
        tables: [
          {
            table: 'part',
            array_relationships: [
              {
                name: 'parts',
                using: { foreign_key_constraint_on: { table: 'part', column: 'box' } },
              },
            ],
          },
        ],
      },
      'array relationship parts on table part',
    ],
    [
      'a connective of filters',
      {
        tables: [
          { table: 'odd', configuration: { column_config: { __typename: { custom_name: 't' } } } },
        ],
      },
      'table odd',
    ],
    [
      'a field that every object has',
      {
        tables: [
          { table: 'odd', configuration: { column_config: { _and: { custom_name: 'a' } } } },
        ],
      },
      'table odd',
    ],
  ])('%s', async (_what, source, name) => {
    await withEngine(source, (engine) => {
      expect(engine.inconsistencies()).toEqual([
        expect.objectContaining({
          name,
          reason: expect.stringMatching(/^conflicting definitions of /),
        }),
      ])
    })
  })

  const camelCase = {
    experimentalFeatures: ['naming_convention'],
    defaultNamingConvention: 'graphql-default',
  } as const
  test.each<[string, Source, string]>([
    ['tables', { tables: [{ table: 'user_docs' }, { table: 'userDocs' }] }, 'table userDocs'],
    ['types', { tables: [docs, { table: 'Docs' }] }, 'table Docs'],
    ['columns', { tables: [docs, { table: 'part' }] }, 'table part'],
    [
      'a column and a relationship',
      {
        tables: [
          {
            table: 'part',
            configuration: { column_config: { firstPart: { custom_name: 'another' } } },
            object_relationships: [
              { name: 'firstPart', using: { foreign_key_constraint_on: 'box' } },
            ],
          },
        ],
      },
      'object relationship firstPart on table part',
    ],
    [
      'enum values',
      { tables: [{ table: 'shades', is_enum: true }, { table: 'tint' }] },
      'table shades',
    ],
    [
      'arguments',
      { tables: [named('pubdocs')], functions: [{ function: 'twice' }] },
      'function twice',
    ],
  ])('in camel case: %s', async (_what, source, name) => {
    await withEngine(
      source,
      (engine) => {
        expect(engine.inconsistencies().map(one => one.name)).toEqual([name])
      },
      camelCase,
    )
  })

  test('takes prefixes, suffixes and namespaces into account', async () => {
    const prefixed = {
      tables: [docs, roots('pubdocs', { select: 'docs' })],
      customization: {
        root_fields: { prefix: 'a_', namespace: 'app' },
        type_names: { prefix: 'T' },
      },
    }
    await withEngine(prefixed, (engine) => {
      expect(engine.inconsistencies()).toEqual([
        expect.objectContaining({
          name: 'table pubdocs',
          reason:
            'conflicting definitions of the field "a_docs" of "Tapp_query": table docs has that name',
        }),
      ])
    })
    await withEngine(
      { tables: [docs, { table: 'order_by' }], customization: { type_names: { suffix: '_t' } } },
      (engine) => {
        expect(engine.inconsistencies()).toEqual([])
      },
    )
  })
})

describe('what a conflict leaves', () => {
  test('is not governed by another table\'s permissions, for any role', async () => {
    const source = {
      tables: [
        named('pubdocs', 'docs'),
        {
          ...docs,
          insert_permissions: [{ role: 'user', permission: { check: {}, columns: ['id'] } }],
        },
      ],
    }
    await withEngine(source, async (engine) => {
      expect(await ask(engine, 'user', '{ docs { id secret } }')).toEqual({
        data: { docs: [{ id: 1, secret: 'open' }] },
      })
      expect(await ask(engine, 'admin', '{ docs { id secret } }')).toEqual({
        data: { docs: [{ id: 1, secret: 'open' }] },
      })
      expect(
        await ask(
          engine,
          'user',
          'mutation { insert_docs_one(object: {id: 2, secret: "x"}) { id } }',
        ),
      ).toBe('no mutations exist')
    })
  })

  test('loses what needs the table that is left out, and keeps what does not want its names', async () => {
    const source = {
      tables: [named('pubdocs', 'docs'), docs, named('docs_aggregate', 'more'), named('Docs')],
      functions: [{ function: 'search' }],
    }
    await withEngine(source, async (engine) => {
      expect(engine.inconsistencies().map(({ name }) => name)).toEqual(['table docs'])
      expect(
        await ask(engine, 'user', '{ more { id } Docs { id } search(args: {top: 1}) { id } }'),
      ).toEqual({ data: { more: [], Docs: [], search: [{ id: 1 }] } })
    })
  })

  test('does not take names from a third, when the second is left out', async () => {
    const source = {
      tables: [
        named('pubdocs', 'docs'),
        roots('docs', { select: 'elsewhere' }),
        named('s2_docs', 'elsewhere'),
      ],
    }
    await withEngine(source, (engine) => {
      expect(engine.inconsistencies().map(({ name }) => name)).toEqual(['table docs'])
    })
  })
})
