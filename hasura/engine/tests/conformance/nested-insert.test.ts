import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ada, checkFailed, failure, startLibrary } from './mutation-fixture.ts'

let library: Awaited<ReturnType<typeof startLibrary>>

beforeAll(async () => {
  library = await startLibrary()
})
beforeEach(() => library.reset())
afterAll(() => library.stop())

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
