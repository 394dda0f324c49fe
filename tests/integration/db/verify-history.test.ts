import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyHistory } from '../../../db/history/verify.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { addUser } from '../../support/rows.ts'

let database: TestDatabase

const rowsOfChain = 100

/** The goal whose history is the chain of this number. */
const goalOf = (chain: number) => `00000000-0000-4000-8000-${String(chain).padStart(12, '0')}`

/** Writes chains of a hundred rows, as one transaction's changes. */
async function writeHistory(chains: number): Promise<void> {
  database = await createTestDatabase()
  await database.pool.query(
    `insert into private.unsealed_changes (transaction_id, goal_id, actor_id, door, action, entity, entity_id, difference, is_first)
      select pg_current_xact_id(), goals[i / $2 + 1], goals[1], 'mcp', 'update', 'tasks', gen_random_uuid(),
        jsonb_build_object('old', jsonb_build_object('title', 'No ' || i), 'new', jsonb_build_object('title', 'Nö ' || i)), i = 0
      from generate_series(0, array_length($1::uuid[], 1) * $2 - 1) i, (select $1::uuid[] as goals) names order by i`,
    [Array.from({ length: chains }, (_, chain) => goalOf(chain)), rowsOfChain],
  )
}

/** Does what whoever has the database's owner could do, past the trigger that forbids it. */
async function tamper(...statements: string[]): Promise<void> {
  const client = await database.pool.connect()
  await client.query('begin; set local session_replication_role = replica; set constraints all deferred')
  for (const statement of statements) await client.query(statement)
  await client.query('commit')
  client.release()
}

/** Two rows of one chain in each other's place. */
const swap = (chain: number, one: number, other: number) =>
  [[one, -1], [other, one], [-1, other]].map(
    ([from, to]) => `update audit_log set seq = ${to} where seq = ${from} and goal_id = '${goalOf(chain)}'`,
  )

const first = async () => (await verifyHistory(database.url)).first

describe('in a hundred thousand rows', () => {
  beforeAll(() => writeHistory(1000))
  afterAll(() => database.drop())

  // Each is done to an earlier row than the one before, so that it becomes the first.
  test.each([
    [
      'one changed byte',
      [`update audit_log set difference = jsonb_set(difference, '{old,title}', '"No 90001"') where number = 90001`],
      `Row 90001 was changed, number 1, in the history of goal ${goalOf(900)}.`,
    ],
    [
      'one missing row',
      ['delete from audit_log where number = 60042'],
      `Row number 42 is missing before row 60043, in the history of goal ${goalOf(600)}.`,
    ],
    [
      'one swapped pair',
      swap(300, 17, 18),
      `Row 30018 was changed, number 17, in the history of goal ${goalOf(300)}.`,
    ],
  ])('%s is found, and where it is', async (_what, statements, message) => {
    expect(await first()).not.toBe(message)
    await tamper(...statements)
    expect(await first()).toBe(message)
  })
})

describe('whatever is done to history', () => {
  beforeAll(async () => {
    await writeHistory(20)
    await addUser(database.pool, 'alice')
  })
  afterAll(() => database.drop())

  test('as it was written, it says so', async () => {
    expect(await verifyHistory(database.url)).toEqual({ rows: 2003, chains: 22, first: undefined })
  })

  // From the last chain to the first.
  test.each([
    ['the first row taken away', 'delete from audit_log where number = 1901', 'Row number 1 is missing before row 1902'],
    ['the last row taken away', 'delete from audit_log where number = 1900', 'Row number 100 is missing after row 1899'],
    [
      'rows taken away with the end of the chain put back',
      `with gone as (delete from audit_log where number between 1791 and 1800)
      update private.history_heads head set seq = 90 where chain_id = '${goalOf(17)}'`,
      'Where it ends was changed, after row 1790',
    ],
    [
      'the end of a chain deleted',
      `delete from private.history_heads where chain_id = '${goalOf(16)}'`,
      'Where it ends was deleted, after row 1700',
    ],
    ...Object.entries({
      id: 'gen_random_uuid()',
      actor_id: 'gen_random_uuid()',
      door: '\'web\'',
      action: '\'insert\'',
      entity: '\'goals\'',
      entity_id: 'gen_random_uuid()',
      created_at: 'created_at + interval \'1 microsecond\'',
      salt: 'gen_random_uuid()',
      digest: 'sha256(digest)',
      hash: 'sha256(hash)',
      difference: 'null',
      difference_and_digest: '',
    }).map(([column, value], index): [string, string, string] => {
      const number = 1550 - 100 * index
      const set = value === ''
        ? 'difference = \'{}\', digest = sha256(uuid_send(salt) || \'{}\')'
        : `${column} = ${value}`
      return [`${column} changed`, `update audit_log set ${set} where number = ${number}`, `Row ${number} was changed, number 50`]
    }),
    [
      'a row given another number',
      'update audit_log set number = 0 where number = 350',
      'Row 0 was changed, number 50',
    ],
  ])('%s, it says where', async (_what, statement, message) => {
    await tamper(statement)
    expect(await first()).toMatch(new RegExp(`^${message}, `))
  })

  test('a whole chain taken away is missed, when nothing else is', async () => {
    const other = await createTestDatabase()
    await addUser(other.pool, 'alice')
    await other.pool.query('begin; set local session_replication_role = replica; delete from audit_log where person_id is not null; commit')
    expect((await verifyHistory(other.url)).first).toMatch(/^All rows are missing in the history of /)
    await other.drop()
  })

  test('erasing what a row says is no break', async () => {
    const other = await createTestDatabase()
    await addUser(other.pool, 'alice')
    await other.pool.query('update audit_log set salt = null, difference = null')
    expect((await verifyHistory(other.url)).first).toBeUndefined()
    await other.drop()
  })

  test('the command names it, and fails', () => {
    const run = spawnSync(process.execPath, ['db/history/verify.ts'], {
      env: { ...process.env, DATABASE_URL: database.url },
      encoding: 'utf8',
    })
    expect(run).toMatchObject({ status: 1, stdout: '' })
    expect(run.stderr).toMatch(/^Row 0 was changed, number 50, in the history of goal /)
  })
})
