import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startLibrary } from './mutation-fixture.ts'

let library: Awaited<ReturnType<typeof startLibrary>>

beforeAll(async () => {
  library = await startLibrary()
})
beforeEach(() => library.reset())
afterAll(() => library.stop())

const ada = { session: { 'user-id': '1' } }
const failure = (code: string, message: string, path: string) => ({
  errors: [{ message, extensions: expect.objectContaining({ code, path }) as unknown }],
})
const checkFailed = (path: string) =>
  failure('permission-error', 'check constraint of an insert/update permission has failed', path)

describe('insert', () => {
  test('takes one object for a list and fills what is left out with defaults', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: {title: "new"}) { affected_rows returning { id title published content } } }',
    )
    expect(body.data).toEqual({
      insert_article: {
        affected_rows: 1,
        returning: [{ id: 4, title: 'new', published: false, content: null }],
      },
    })
  })

  test('makes rows of different keys alike', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: [{title: "a", likes: 5}, {title: "b", content: "c"}]) { returning { title likes content } } }',
    )
    expect(body.data).toEqual({
      insert_article: {
        returning: [
          { title: 'a', likes: 5, content: null },
          { title: 'b', likes: 0, content: 'c' },
        ],
      },
    })
  })

  test('inserts rows of nothing but defaults', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_counter(objects: [{}, {}]) { affected_rows returning { id n } } }',
    )
    expect(body.data).toEqual({
      insert_counter: {
        affected_rows: 2,
        returning: [
          { id: 1, n: null },
          { id: 2, n: null },
        ],
      },
    })
  })

  test('answers an empty list without asking the database', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: []) { affected_rows returning { id } } }',
    )
    expect(body.data).toEqual({ insert_article: { affected_rows: 0, returning: [] } })
  })

  test('inserts more rows than one statement has parameters for', async () => {
    const objects = Array.from({ length: 20_000 }, (_, index) => ({
      title: `t${index}`,
      content: 'c',
      likes: index,
    }))
    const body = await library.ask(
      'admin',
      'mutation($objects: [article_insert_input!]!) { insert_article(objects: $objects) { affected_rows } }',
      { variables: { objects } },
    )
    expect(body.data).toEqual({ insert_article: { affected_rows: 20_000 } })
  })

  test('refuses null for a NOT NULL column before the database does', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: [{title: null}]) { affected_rows } }',
    )
    expect(body).toEqual(
      failure(
        'validation-failed',
        `unexpected null value for type 'String'`,
        '$.selectionSet.insert_article.args.objects[0].title',
      ),
    )
  })

  test('does not know generated columns', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_counter(objects: [{doubled: 1}]) { affected_rows } }',
    )
    expect(body).toEqual(
      failure(
        'validation-failed',
        `field 'doubled' not found in type: 'counter_insert_input'`,
        '$.selectionSet.insert_counter.args.objects[0].doubled',
      ),
    )
  })

  test('answers insert_one with the row, computed fields and relationships included', async () => {
    const body = await library.ask(
      'writer',
      'mutation { insert_article_one(object: {title: "mine"}) { __typename title summary author { name } } }',
      ada,
    )
    expect(body.data).toEqual({
      insert_article_one: {
        __typename: 'article',
        title: 'mine',
        summary: 'mine!',
        author: { name: 'Ada' },
      },
    })
  })

  test('keeps the order and aliases of the response', async () => {
    const body = await library.ask(
      'admin',
      'mutation { x: insert_article(objects: {title: "n"}) { r: returning { t: title } n: affected_rows __typename s: returning { id } } }',
    )
    expect(JSON.stringify(body.data)).toBe(
      '{"x":{"r":[{"t":"n"}],"n":1,"__typename":"article_mutation_response","s":[{"id":4}]}}',
    )
  })
})

describe('insert permissions', () => {
  test('sets presets, which are no input', async () => {
    const body = await library.ask(
      'writer',
      'mutation { insert_article(objects: {title: "mine"}) { returning { author_id } } }',
      ada,
    )
    expect(body.data).toEqual({ insert_article: { returning: [{ author_id: 1 }] } })
    const forged = await library.ask(
      'writer',
      'mutation { insert_article(objects: {title: "mine", author_id: 2}) { affected_rows } }',
      ada,
    )
    expect(forged.errors?.[0]?.message).toBe(
      `field 'author_id' not found in type: 'article_insert_input'`,
    )
  })

  test('rolls everything back when one row fails its check', async () => {
    const body = await library.ask(
      'writer',
      'mutation { a: insert_article(objects: {title: "ok"}) { affected_rows } b: insert_article(objects: [{title: "bad", published: true}]) { affected_rows } }',
      ada,
    )
    expect(body).toEqual(checkFailed('$.selectionSet.insert_article.args.objects'))
    expect((await library.sql('select count(*)::int as n from article')).rows).toEqual([{ n: 3 }])
  })

  test('lets a check that is NULL pass, as Hasura does', async () => {
    const insert = (content: string) =>
      library.ask(
        'nullable',
        `mutation { insert_article(objects: {title: "n"${content}}) { affected_rows } }`,
      )
    expect((await insert(', content: "bad"')).errors?.[0]?.extensions.code).toBe('permission-error')
    expect((await insert('')).data).toEqual({ insert_article: { affected_rows: 1 } })
  })

  test('fails without a session variable that a preset needs', async () => {
    const body = await library.ask(
      'writer',
      'mutation { insert_article(objects: {title: "mine"}) { affected_rows } }',
    )
    expect(body).toEqual(failure('not-found', 'missing session variable: "x-hasura-user-id"', '$'))
  })

  test('has no returning and no insert_one without a select permission', async () => {
    const body = await library.ask(
      'nullable',
      'mutation { insert_article(objects: {title: "n"}) { returning { id } } }',
    )
    expect(body.errors?.[0]?.message).toBe(
      `field 'returning' not found in type: 'article_mutation_response'`,
    )
    const one = await library.ask(
      'nullable',
      'mutation { insert_article_one(object: {title: "n"}) { id } }',
    )
    expect(one.errors?.[0]?.message).toBe(
      `field 'insert_article_one' not found in type: 'mutation_root'`,
    )
  })

  test('hides backend_only fields but from the server', async () => {
    const query = 'mutation { insert_article(objects: {title: "n"}) { affected_rows } }'
    expect((await library.ask('server', query)).errors?.[0]?.message).toBe('no mutations exist')
    const headers = {
      'x-hasura-admin-secret': 'test-secret',
      'x-hasura-role': 'server',
      'x-hasura-use-backend-only-permissions': 'true',
    }
    expect((await library.post(headers, { query })).data).toEqual({
      insert_article: { affected_rows: 1 },
    })
  })
})

describe('upsert', () => {
  const upsert = (
    role: string,
    title: string,
    conflict: string,
    options: { session?: Record<string, string> } = ada,
  ) =>
    library.ask(
      role,
      `mutation { insert_article(objects: {title: "${title}", content: "new"}, on_conflict: {constraint: article_title_key, ${conflict}}) { affected_rows returning { id content } } }`,
      options,
    )

  test('skips a conflicting row when there is nothing to update', async () => {
    expect((await upsert('admin', 'one', 'update_columns: []')).data).toEqual({
      insert_article: { affected_rows: 0, returning: [] },
    })
    expect((await upsert('admin', 'one', '')).data).toEqual({
      insert_article: { affected_rows: 0, returning: [] },
    })
  })

  test('updates the listed columns, with the update presets', async () => {
    expect((await upsert('writer', 'one', 'update_columns: [content]')).data).toEqual({
      insert_article: { affected_rows: 1, returning: [{ id: 1, content: 'new' }] },
    })
    expect(
      (await library.sql('select updated_by, author_id from article where id = 1')).rows,
    ).toEqual([{ updated_by: '1', author_id: 1 }])
  })

  test('never updates a row outside of the update filter', async () => {
    expect((await upsert('writer', 'three', 'update_columns: [content]')).data).toEqual({
      insert_article: { affected_rows: 0, returning: [] },
    })
    expect((await library.sql('select content from article where id = 3')).rows).toEqual([
      { content: null },
    ])
  })

  test('holds the client\'s condition against the existing row', async () => {
    const skipped = await upsert(
      'writer',
      'one',
      'update_columns: [content], where: {content: {_eq: "old"}}',
    )
    expect(skipped.data).toEqual({ insert_article: { affected_rows: 0, returning: [] } })
  })

  test('applies the update check to an updated row', async () => {
    await library.sql('update article set likes = 100 where id = 1')
    expect(await upsert('writer', 'one', 'update_columns: [content]')).toEqual(
      checkFailed('$.selectionSet.insert_article.args.objects'),
    )
  })

  test('has only a placeholder for a role that may not update', async () => {
    const conflict = '{constraint: article_title_key, update_columns: [_PLACEHOLDER]}'
    const body = await library.ask(
      'nullable',
      `mutation { insert_article(objects: {title: "one"}, on_conflict: ${conflict}) { affected_rows } }`,
    )
    expect(body).toEqual(
      failure(
        'validation-failed',
        'erroneous column name',
        '$.selectionSet.insert_article.args.on_conflict',
      ),
    )
  })

  test('names the place of a nested one that may not update', async () => {
    const conflict = 'on_conflict: {constraint: article_title_key, update_columns: [_PLACEHOLDER]}'
    const query = `mutation { insert_author(objects: [{id: 9, name: "Cy", articles: {data: [], ${conflict}}}]) { affected_rows } }`
    expect((await library.ask('nested', query)).errors).toBeUndefined()
    const body = await library.ask('nested', query.replace('data: []', 'data: [{title: "n"}]'))
    const path = '$.selectionSet.insert_author.args.objects[0].articles.on_conflict'
    expect(body).toEqual(failure('validation-failed', 'erroneous column name', path))
  })
})

describe('nested insert', () => {
  test('inserts what a row refers to, the row, and what refers to it', async () => {
    const body = await library.ask(
      'admin',
      `mutation { insert_article(objects: [{
      title: "nested", author: {data: {id: 9, name: "Cy"}}, tags: {data: [{name: "p"}, {name: "q"}]}
    }]) { affected_rows returning { title author { name } tags(order_by: {name: asc}) { name } } } }`,
    )
    expect(body.data).toEqual({
      insert_article: {
        affected_rows: 4,
        returning: [
          { title: 'nested', author: { name: 'Cy' }, tags: [{ name: 'p' }, { name: 'q' }] },
        ],
      },
    })
  })

  test('inserts an object relationship on the other table\'s key afterwards', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_author_one(object: {id: 9, name: "Cy", profile: {data: {photo: "p"}}, articles: {data: [{title: "n", tags: {data: {name: "t"}}}]}}) { profile { author_id photo } articles { tags { name } } } }',
    )
    expect(body.data).toEqual({
      insert_author_one: {
        profile: { author_id: 9, photo: 'p' },
        articles: [{ tags: [{ name: 't' }] }],
      },
    })
  })

  test('treats null and an empty list as absent', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: [{title: "n", author: null, tags: {data: []}}]) { affected_rows } }',
    )
    expect(body.data).toEqual({ insert_article: { affected_rows: 1 } })
  })

  test('refuses a value that the parent determines', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_author(objects: [{id: 9, name: "Cy", articles: {data: [{title: "n", author_id: 1}]}}]) { affected_rows } }',
    )
    const message =
      'cannot insert "author_id" columns as their values are already being determined by parent insert'
    expect(body).toEqual(
      failure(
        'validation-failed',
        message,
        '$.selectionSet.insert_author.args.objects[0].articles.data[0]',
      ),
    )
  })

  test.each([
    ['the second row of several', 'data: [{title: "m"}, {title: "n", author_id: 1}]', 'data[1]'],
    ['a row that stands for a list', 'data: {title: "n", author_id: 1}', 'data[0]'],
    [
      'a row with relationships',
      'data: [{title: "m"}, {title: "n", author_id: 1, tags: {data: {name: "t"}}}]',
      'data[1]',
    ],
  ])('names the place of a value that the parent determines: %s', async (_what, data, place) => {
    const body = await library.ask(
      'admin',
      `mutation { insert_author(objects: [{id: 8, name: "B"}, {id: 9, name: "Cy", articles: {${data}}}]) { affected_rows } }`,
    )
    expect(body.errors?.[0]?.extensions.path).toBe(
      `$.selectionSet.insert_author.args.objects[1].articles.${place}`,
    )
  })

  test('names the place of a value deeper down', async () => {
    const articles =
      '{data: [{title: "n", tags: {data: [{name: "t"}, {name: "u", article_id: 1}]}}]}'
    const body = await library.ask(
      'admin',
      `mutation { insert_author_one(object: {id: 9, name: "Cy", articles: ${articles}}) { id } }`,
    )
    expect(body.errors?.[0]?.extensions.path).toBe(
      '$.selectionSet.insert_author_one.args.object.articles.data[0].tags.data[1]',
    )
  })

  test('refuses a related row whose columns are given', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_article(objects: [{title: "n", author_id: 1, author: {data: {id: 9, name: "Cy"}}}]) { affected_rows } }',
    )
    expect(body).toEqual(
      failure(
        'validation-failed',
        'cannot insert object relationship "author" as "author_id" column values are already determined',
        '$.selectionSet.insert_article.args.objects[0].author',
      ),
    )
  })

  test('cannot go on when the parent was skipped', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_author(objects: [{id: 1, name: "Ada", articles: {data: [{title: "n"}]}}], on_conflict: {constraint: author_pkey}) { affected_rows } }',
    )
    expect(body).toEqual(
      failure(
        'not-supported',
        'cannot proceed to insert array relations since insert to table "author" affects zero rows',
        '$.selectionSet.insert_author.args.objects[0]',
      ),
    )
    const related = await library.ask(
      'admin',
      'mutation { insert_article(objects: [{title: "n", author: {data: {id: 1, name: "Ada"}, on_conflict: {constraint: author_pkey}}}]) { affected_rows } }',
    )
    expect(related).toEqual(
      failure(
        'not-supported',
        'cannot proceed to insert object relation "author" since insert to table "author" affects zero rows',
        '$.selectionSet.insert_article.args.objects[0].author',
      ),
    )
  })

  test('holds a nested row to its own table\'s check', async () => {
    const body = await library.ask(
      'writer',
      'mutation { insert_author(objects: [{id: 5, name: "Eve", articles: {data: [{title: "n", published: true}]}}]) { affected_rows } }',
      { session: { 'user-id': '5' } },
    )
    expect(body).toEqual(checkFailed('$.selectionSet.insert_author.args.objects[0].articles.data'))
  })

  test('offers no relationship to a table that the role may not insert into', async () => {
    const body = await library.ask(
      'writer',
      'mutation { insert_article(objects: [{title: "n", tags: {data: {name: "t"}}}]) { affected_rows } }',
      ada,
    )
    expect(body.errors?.[0]?.message).toBe(`field 'tags' not found in type: 'article_insert_input'`)
  })

  test('refuses what is nested deeper than the stack, whichever way it comes', async () => {
    let object: Record<string, unknown> = { id: 1, name: 'Ada' }
    for (let level = 0; level < 20_000; level++)
      object = { articles: { data: { author: { data: object } } } }
    const query =
      'mutation ($object: author_insert_input!) { insert_author_one(object: $object) { id } }'
    const session = { role: 'admin', variables: {}, backendOnly: false, expiresAt: undefined }
    await expect(
      library.engine.execute(session, {
        query,
        variables: { object: object as never },
        operationName: undefined,
      }),
    ).rejects.toMatchObject({
      name: 'EngineError',
      code: 'validation-failed',
      message: 'the request is nested too deeply',
    })
  })
})
