// `engine.replaceMetadata`: other permissions at once, on the database as it was last read.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'

const note = (columns: string[]) => ({
  table: 'note',
  select_permissions: [{ role: 'user', permission: { columns, filter: {} } }],
})
const metadata = (tables: readonly object[]) => ({
  version: 3,
  sources: [{ name: 'default', kind: 'postgres', configuration: {}, tables }],
})

let world: TestEngine
beforeAll(async () => {
  world = await startTestEngine({
    sql: `
      create table mood (value text primary key); insert into mood values ('good');
      create table note (id int primary key, title text, mood text references mood);
      insert into note values (1, 'one', 'good')`,
    metadata: { tables: [note(['id'])] },
  })
})
afterAll(() => world.stop())

test('serves what the new metadata permits, and no more what the old did', async () => {
  expect(await world.engine.replaceMetadata(metadata([note(['title'])]))).toEqual([])
  expect(await world.ask('user', '{ note { title } }')).toEqual({ data: { note: [{ title: 'one' }] } })
  expect((await world.ask('user', '{ note { id } }')).errors?.[0]?.extensions.code).toBe(
    'validation-failed',
  )
})

test('leaves the database unread: a new column is there after a reload', async () => {
  await world.sql('alter table note add column done bool not null default false')
  const [lost] = await world.engine.replaceMetadata(metadata([note(['done'])]))
  expect(lost?.reason).toContain('"done"')
  expect(await world.engine.reload()).toEqual([])
  expect(await world.ask('user', '{ note { done } }')).toEqual({ data: { note: [{ done: false }] } })
})

test('reads the rows of a table that becomes an enum', async () => {
  const tables = [note(['mood']), { table: 'mood', is_enum: true }]
  expect(await world.engine.replaceMetadata(metadata(tables))).toEqual([])
  expect(await world.ask('user', '{ note(where: {mood: {_eq: good}}) { mood } }')).toEqual({
    data: { note: [{ mood: 'good' }] },
  })
})

test('keeps what was served when the new metadata cannot be', async () => {
  await world.engine.replaceMetadata(metadata([note(['id'])]))
  await expect(world.engine.replaceMetadata({ version: 2 })).rejects.toThrow()
  expect(await world.ask('user', '{ note { id } }')).toEqual({ data: { note: [{ id: 1 }] } })
})
