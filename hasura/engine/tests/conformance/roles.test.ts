import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startRoles } from './role-fixture.ts'

let roles: Awaited<ReturnType<typeof startRoles>>

beforeAll(async () => {
  roles = await startRoles()
})
beforeEach(() => roles.reset())
afterAll(() => roles.stop())

const ada = { session: { 'user-id': 'ada' } }

describe('inherited roles', () => {
  test('show rows of every parent, up to the largest limit, and a column only where a parent grants it', async () => {
    const body = await roles.ask('both', '{ note(order_by: {id: asc}) { id secret } }', ada)
    expect(body.data).toEqual({
      note: [
        { id: 1, secret: 'sa' },
        { id: 2, secret: null },
      ],
    })
  })

  test('hide a masked column from conditions, sorting and aggregates too', async () => {
    const probe = await roles.ask('both', '{ note(where: {secret: {_eq: "sb"}}) { id } }', ada)
    expect(probe.data).toEqual({ note: [] })
    const sorted = await roles.ask(
      'both',
      '{ note(order_by: {secret: desc_nulls_last}) { id } }',
      ada,
    )
    expect(sorted.data).toEqual({ note: [{ id: 3 }, { id: 1 }] })
    const aggregate = await roles.ask(
      'both',
      '{ note_aggregate { aggregate { count max { secret } } } }',
      ada,
    )
    expect(aggregate.data).toEqual({
      note_aggregate: { aggregate: { count: 3, max: { secret: 'sc' } } },
    })
  })

  test('inherit a write permission on which the parents agree, and no other', async () => {
    const inserted = await roles.ask(
      'both',
      'mutation { insert_note_one(object: {body: "new"}) { body } }',
      ada,
    )
    expect(inserted.data).toEqual({ insert_note_one: { body: 'new' } })
    const updated = await roles.ask(
      'both',
      'mutation { update_note(where: {}, _set: {body: "x"}) { affected_rows } }',
      ada,
    )
    expect(updated.errors?.[0]?.message).toBe(
      `field 'update_note' not found in type: 'mutation_root'`,
    )
    expect(roles.engine.inconsistencies()).toEqual([
      expect.objectContaining({ type: 'inherited role permission inconsistency' }),
    ])
  })

  test('inherit permissions of functions', async () => {
    const body = await roles.ask(
      'both',
      'mutation { add_log(args: {entry: "e"}) { entry role } }',
      ada,
    )
    expect(body.data).toEqual({ add_log: [{ entry: 'e', role: 'both' }] })
  })
})

describe('functions', () => {
  test('that change data are mutations and get the session', async () => {
    const body = await roles.ask(
      'owner',
      'mutation { add_log(args: {entry: "e"}) { entry role } insert_note_one(object: {body: "n"}) { id } }',
      ada,
    )
    expect(body.data).toEqual({
      add_log: [{ entry: 'e', role: 'owner' }],
      insert_note_one: { id: 5 },
    })
  })

  test('that change data need a permission of their own', async () => {
    const body = await roles.ask(
      'editor',
      'mutation { add_log(args: {entry: "e"}) { entry } }',
      ada,
    )
    expect(body.errors?.[0]?.message).toBe(`field 'add_log' not found in type: 'mutation_root'`)
  })

  test('that only read are inferred from the returned table', async () => {
    await roles.sql(`insert into log (entry) values ('last')`)
    expect((await roles.ask('owner', '{ last_log { entry } }', ada)).data).toEqual({
      last_log: { entry: 'last' },
    })
    expect((await roles.ask('editor', '{ last_log { entry } }', ada)).errors?.[0]?.message).toBe(
      `field 'last_log' not found in type: 'query_root'`,
    )
  })

  test('refuse to run without an argument that has no default', async () => {
    const body = await roles.ask('owner', 'mutation { add_log(args: {}) { entry } }', ada)
    expect(body.errors?.[0]).toMatchObject({
      message: 'Non default arguments cannot be omitted',
      extensions: { code: 'not-supported' },
    })
  })
})

describe('enum tables', () => {
  test('give their columns an enum type in inputs and outputs', async () => {
    const body = await roles.ask(
      'admin',
      'mutation { insert_note_one(object: {owner: "x", status: done}) { status } update_note(where: {status: {_eq: draft}}, _set: {status: done}) { affected_rows } }',
    )
    expect(body.data).toEqual({
      insert_note_one: { status: 'done' },
      update_note: { affected_rows: 4 },
    })
  })

  test('refuse other values and strings', async () => {
    const other = await roles.ask(
      'admin',
      'mutation { insert_note_one(object: {owner: "x", status: gone}) { id } }',
    )
    expect(other.errors?.[0]?.message).toBe(
      `expected one of the values ['done', 'draft'] for type 'status_enum', but found 'gone'`,
    )
    const string = await roles.ask(
      'admin',
      'mutation { insert_note_one(object: {owner: "x", status: "done"}) { id } }',
    )
    expect(string.errors?.[0]?.message).toBe(
      `expected an enum value for type 'status_enum', but found a string`,
    )
  })

  test('take strings from variables', async () => {
    const body = await roles.ask(
      'admin',
      'mutation($s: status_enum!) { insert_note_one(object: {owner: "x", status: $s}) { status } }',
      { variables: { s: 'done' } },
    )
    expect(body.data).toEqual({ insert_note_one: { status: 'done' } })
  })
})

describe('names', () => {
  test('prefix tables of other schemas and follow custom names', async () => {
    const body = await roles.ask(
      'admin',
      'mutation { archiveNote(object: {text: "old"}) { __typename text } update_archive_note(where: {text: {_eq: "old"}}, _set: {text: "older"}) { returning { text } } }',
    )
    expect(body.data).toEqual({
      archiveNote: { __typename: 'archive_note', text: 'old' },
      update_archive_note: { returning: [{ text: 'older' }] },
    })
  })
})
