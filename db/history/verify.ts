// `npm run audit:verify` says whether history is as it was written, or names the first row that is not.
import pg from 'pg'
import { runDatabaseCommand } from '../command.ts'
import { breakAfter, breakAt, isSameChain, type Break, type LoggedRow } from './chain.ts'

const batch = 5000

const rowsInOrder = `
  select
    log.id, log.number, goal_id as "goalId", person_id as "personId", log.seq, actor_id as "actorId", door, action::text, entity,
    entity_id as "entityId", difference::text, salt, digest, log.hash,
    (extract(epoch from created_at) * 1000000)::bigint as moment, head.seq as "headSeq", head.hash as "headHash"
  from audit_log log left join private.history_heads head on head.chain_id = coalesce(goal_id, person_id)
  order by goal_id, person_id, log.seq`

const chainsWithoutRows = `
  select chain_id as chain from private.history_heads head
  where not exists (select from audit_log where goal_id = head.chain_id)
    and not exists (select from audit_log where person_id = head.chain_id)
  order by chain_id limit 1`

/** What was read: all rows and their chains, and what was done to the one that comes first. */
export interface Verification {
  readonly rows: number
  readonly chains: number
  readonly first: string | undefined
}

/**
 * Reads all of history, as it is at one moment, and computes every hash anew.
 *
 * @param connectionString of the database's owner
 */
export async function verifyHistory(connectionString: string): Promise<Verification> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows, chains, first } = await readChains(client)
    const { rows: [empty] } = await client.query<{ chain: string }>(chainsWithoutRows)
    const emptied = empty && `All rows are missing in the history of ${empty.chain}.`
    return { rows, chains, first: first?.what ?? emptied }
  }
  finally {
    await client.end()
  }
}

async function readChains(client: pg.Client) {
  let rows = 0
  let chains = 0
  let first: Break | undefined
  let before: LoggedRow | undefined
  let isBroken = false
  const note = (found: Break | undefined) => {
    isBroken ||= found !== undefined
    if (found && (!first || found.rowNumber < first.rowNumber)) first = found
  }
  for await (const row of loggedRows(client)) {
    rows++
    if (!before || !isSameChain(before, row)) {
      if (before && !isBroken) note(breakAfter(before))
      before = undefined
      isBroken = false
      chains++
    }
    if (!isBroken) note(breakAt(row, before))
    before = row
  }
  if (before && !isBroken) note(breakAfter(before))
  return { rows, chains, first }
}

async function* loggedRows(client: pg.Client): AsyncGenerator<LoggedRow> {
  await client.query(`declare logged no scroll cursor for ${rowsInOrder}`)
  for (;;) {
    const { rows } = await client.query<LoggedRow>(`fetch ${batch} from logged`)
    yield* rows
    if (rows.length < batch) return
  }
}

if (import.meta.main) {
  await runDatabaseCommand(async (connectionString) => {
    const { rows, chains, first } = await verifyHistory(connectionString)
    if (first) throw new Error(first)
    return `History is as it was written: ${rows} rows in ${chains} chains.`
  })
}
