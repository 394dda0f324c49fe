import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ada, failure, startLibrary } from './mutation-fixture.ts'

let library: Awaited<ReturnType<typeof startLibrary>>

beforeAll(async () => {
  library = await startLibrary()
})
beforeEach(() => library.reset())
afterAll(() => library.stop())

describe('update', () => {
  test('changes numbers and JSON in place', async () => {
    const update = (operators: string) =>
      library.ask(
        'admin',
        `mutation { update_article_by_pk(pk_columns: {id: 1}, ${operators}) { likes details } }`,
      )
    expect((await update('_inc: {likes: -3}')).data).toEqual({
      update_article_by_pk: { likes: -2, details: { a: [1, 2], b: 1 } },
    })
    expect((await update('_append: {details: {c: 3}}')).data).toMatchObject({
      update_article_by_pk: { details: { a: [1, 2], b: 1, c: 3 } },
    })
    expect((await update('_delete_key: {details: "c"}')).data).toMatchObject({
      update_article_by_pk: { details: { a: [1, 2], b: 1 } },
    })
    expect((await update('_delete_at_path: {details: ["a", "0"]}')).data).toMatchObject({
      update_article_by_pk: { details: { a: [2], b: 1 } },
    })
    expect((await update('_set: {details: [1, 2]}')).data).toMatchObject({
      update_article_by_pk: { details: [1, 2] },
    })
    expect((await update('_prepend: {details: [0]}')).data).toMatchObject({
      update_article_by_pk: { details: [0, 1, 2] },
    })
    expect((await update('_delete_elem: {details: 0}')).data).toMatchObject({
      update_article_by_pk: { details: [1, 2] },
    })
    expect((await update('_set: {details: null}')).data).toMatchObject({
      update_article_by_pk: { details: null },
    })
  })

  test('refuses two operators on one column, and none at all', async () => {
    const twice = await library.ask(
      'admin',
      'mutation { update_article(where: {}, _set: {likes: 1}, _inc: {likes: 1}) { affected_rows } }',
    )
    expect(twice).toEqual(
      failure(
        'validation-failed',
        `Column found in multiple operators: ['likes'].`,
        '$.selectionSet.update_article.args',
      ),
    )
    const none = await library.ask(
      'admin',
      'mutation { update_article(where: {}) { affected_rows } }',
    )
    expect(none.errors?.[0]?.extensions.code).toBe('validation-failed')
  })

  test('does nothing for an empty _set', async () => {
    const body = await library.ask(
      'admin',
      'mutation { update_article(where: {}, _set: {}) { affected_rows returning { id } } }',
    )
    expect(body.data).toEqual({ update_article: { affected_rows: 0, returning: [] } })
  })

  test('demands a condition', async () => {
    const body = await library.ask(
      'admin',
      'mutation { update_article(_set: {likes: 1}) { affected_rows } }',
    )
    expect(body.errors?.[0]?.message).toBe(`missing required field 'where'`)
  })

  test('touches only rows of the update filter and adds presets', async () => {
    const body = await library.ask(
      'writer',
      'mutation { update_article(where: {}, _set: {content: "c"}) { affected_rows returning { id } } }',
      ada,
    )
    expect(body.data).toEqual({ update_article: { affected_rows: 1, returning: [{ id: 1 }] } })
    expect((await library.sql('select id from article where updated_by is not null')).rows).toEqual(
      [{ id: 1 }],
    )
  })

  test('answers null for a row that is not the role\'s', async () => {
    const body = await library.ask(
      'writer',
      'mutation { update_article_by_pk(pk_columns: {id: 3}, _set: {content: "c"}) { id } }',
      ada,
    )
    expect(body.data).toEqual({ update_article_by_pk: null })
  })

  test('fails and rolls back when a new row fails the check', async () => {
    const body = await library.ask(
      'writer',
      'mutation { update_article(where: {}, _set: {likes: 100}) { affected_rows } }',
      ada,
    )
    expect(body).toEqual(
      failure(
        'permission-error',
        'check constraint of an insert/update permission has failed',
        '$',
      ),
    )
    expect((await library.sql('select likes from article where id = 1')).rows).toEqual([
      { likes: 1 },
    ])
  })

  test('does not let the condition see hidden columns', async () => {
    const body = await library.ask(
      'writer',
      'mutation { update_article(where: {likes: {_gt: 1}}, _set: {content: "c"}) { affected_rows } }',
      ada,
    )
    expect(body.errors?.[0]?.message).toBe(`field 'likes' not found in type: 'article_bool_exp'`)
  })

  test('runs many updates in order, all or none', async () => {
    const many = (last: number) =>
      library.ask(
        'writer',
        `mutation { update_article_many(updates: [
      {where: {id: {_eq: 1}}, _inc: {likes: 1}}, {where: {id: {_eq: 1}}, _set: {likes: ${last}}}, {where: {id: {_eq: 2}}, _set: {likes: 0}}
    ]) { affected_rows returning { id } } }`,
        ada,
      )
    expect((await many(7)).data).toEqual({
      update_article_many: [
        { affected_rows: 1, returning: [{ id: 1 }] },
        { affected_rows: 1, returning: [{ id: 1 }] },
        { affected_rows: 0, returning: [] },
      ],
    })
    expect((await many(100)).errors?.[0]?.extensions.code).toBe('permission-error')
    expect((await library.sql('select likes from article where id = 1')).rows).toEqual([
      { likes: 7 },
    ])
  })
})

describe('delete', () => {
  test('deletes rows of the delete filter only', async () => {
    const body = await library.ask(
      'writer',
      'mutation { delete_article(where: {}) { affected_rows returning { id title } } }',
      ada,
    )
    expect(body.data).toEqual({
      delete_article: { affected_rows: 1, returning: [{ id: 1, title: 'one' }] },
    })
  })

  test('shows relationships as they are after the delete', async () => {
    const body = await library.ask(
      'admin',
      'mutation { delete_article_by_pk(id: 1) { title author { name } tags { name } } }',
    )
    expect(body.data).toEqual({
      delete_article_by_pk: { title: 'one', author: { name: 'Ada' }, tags: [] },
    })
    expect(
      (await library.ask('admin', 'mutation { delete_article_by_pk(id: 1) { title } }')).data,
    ).toEqual({ delete_article_by_pk: null })
  })

  test('knows no condition on columns without a select permission', async () => {
    const body = await library.ask(
      'nullable',
      'mutation { delete_article(where: {}) { affected_rows } }',
    )
    expect(body.data).toEqual({ delete_article: { affected_rows: 2 } })
    const column = await library.ask(
      'nullable',
      'mutation { delete_article(where: {id: {_eq: 2}}) { affected_rows } }',
    )
    expect(column.errors?.[0]?.message).toBe(`field 'id' not found in type: 'article_bool_exp'`)
  })

  test('names the constraint that a delete violates', async () => {
    const body = await library.ask(
      'admin',
      'mutation { delete_author(where: {id: {_eq: 1}}) { affected_rows } }',
    )
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'constraint-violation', path: '$' })
  })
})

describe('views', () => {
  test('cannot be written when PostgreSQL cannot', async () => {
    const body = await library.ask(
      'admin',
      'mutation { insert_published_titles(objects: {title: "x"}) { affected_rows } }',
    )
    expect(body.errors?.[0]?.message).toBe(
      `field 'insert_published_titles' not found in type: 'mutation_root'`,
    )
  })
})
