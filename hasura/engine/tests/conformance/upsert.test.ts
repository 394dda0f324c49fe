import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ada, checkFailed, failure, startLibrary } from './mutation-fixture.ts'

let library: Awaited<ReturnType<typeof startLibrary>>

beforeAll(async () => {
  library = await startLibrary()
})
beforeEach(() => library.reset())
afterAll(() => library.stop())

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
