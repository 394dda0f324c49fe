import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ada, checkFailed, failure, startLibrary } from './mutation-fixture.ts'

let library: Awaited<ReturnType<typeof startLibrary>>

beforeAll(async () => {
  library = await startLibrary()
})
beforeEach(() => library.reset())
afterAll(() => library.stop())

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
