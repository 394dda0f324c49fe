// Fuzzing with canary values: every row of one user holds a marker, and another user sends every
// operation of their own schema.
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { PublicError } from '../support/internals.ts'
import { people } from '../support/people.ts'
import { openTransports, type Answer, type Transport, type Target } from '../support/target.ts'
import { readWorld, type Row } from '../support/world.ts'
import { documentsOf, sampleOf, schemaOf } from './documents.ts'

const alice = people.find(person => person.name === 'alice')!
const bob = people.find(person => person.name === 'bob')!

/**
 * A text that stands in every row of Alice's. `head` is the part that Bob may guess, so that an
 * echo of his input is no leak.
 */
export interface Marker {
  readonly head: string
  readonly whole: string
}

/** The gateway gets one document of so many: all of them go to the engine behind it. */
export const gatewaySample = 8

/** What a stranger sent and what came of it. */
export interface Flight {
  readonly sent: number
  /** How many documents there are in all. */
  readonly of: number
  /** Documents whose answer held the marker. */
  readonly told: readonly string[]
  /** Whether a row of Alice's is not as it was, after the flights over all transports. */
  readonly changed: boolean
  /** How many documents were answered without an error: those were understood and carried out. */
  readonly carriedOut: number
  /** Every error that came, each once. */
  readonly errors: readonly PublicError[]
}

/** Writes a fresh marker into all that is Alice's. */
export async function plantMarker(client: pg.ClientBase): Promise<Marker> {
  const head = randomBytes(6).toString('hex')
  const whole = `${head}-${randomBytes(12).toString('hex')}`
  await client.query(`
    update goals set title = title || ' ${whole}', description = '${whole}', success_criteria = '${whole}' where created_by = '${alice.id}';
    update tasks set title = title || ' ${whole}', notes = '${whole}' where created_by = '${alice.id}';
    update categories set name = name || ' ${whole}', color = '${head}${head}' where user_id = '${alice.id}';
    update settings set value = '"${whole}"' where user_id = '${alice.id}';
    update users set name = '${whole}', email = '${whole}@example.test', username = '${whole}', avatar_url = '/${whole}' where id = '${alice.id}'`)
  return { head, whole }
}

/** Where to send it, and where the marker is. */
export interface Marked {
  readonly target: Target
  readonly client: pg.ClientBase
  readonly marker: Marker
}

/**
 * Sends what Bob can send, over every transport that takes it, eight documents at once. A document's
 * transports follow each other, so that the second finds its statement prepared.
 *
 * @param one sends one document of so many, and at least one of every root field; 1 for all of them
 */
export async function fly(
  { target, client, marker }: Marked,
  one = 1,
): Promise<Record<Transport, Flight>> {
  const { send, close } = openTransports(target)
  try {
    const before = await rowsOfAlice(client)
    const {
      rows: [goal],
    } = await client.query<{ id: string }>(
      'select id from goals where created_by = $1 and not is_inbox order by id',
      [alice.id],
    )
    const all = documentsOf(await schemaOf(send, bob), {
      ids: [alice.id, goal!.id],
      text: marker.head,
    })
    const logs = { http: emptyLog(), websocket: emptyLog() }
    await eightAtOnce(sampleOf(all, one), async (document) => {
      const silentAfter = isStream(document) ? silence : undefined
      for (const transport of transportsOf(document))
        note(logs[transport], document, await send(transport, bob, document, silentAfter), marker)
    })
    const changed = (await rowsOfAlice(client)) !== before
    const flightOf = (transport: Transport): Flight => ({
      ...logs[transport],
      of: all.filter(document => transportsOf(document).includes(transport)).length,
      errors: [...logs[transport].errors.values()],
      changed,
    })
    return { http: flightOf('http'), websocket: flightOf('websocket') }
  }
  finally {
    await close()
  }
}

/** What was answered over one transport. */
interface Log {
  sent: number
  carriedOut: number
  told: string[]
  errors: Map<string, PublicError>
}

function emptyLog(): Log {
  return { sent: 0, carriedOut: 0, told: [], errors: new Map() }
}

function note(log: Log, document: string, answer: Answer, marker: Marker): void {
  log.sent += 1
  if (JSON.stringify(answer).includes(marker.whole)) log.told.push(document)
  if (!answer.errors) log.carriedOut += 1
  for (const error of answer.errors ?? []) log.errors.set(JSON.stringify(error), error)
}

/** A subscription needs a socket. */
function transportsOf(document: string): Transport[] {
  return document.startsWith('subscription') ? ['websocket'] : ['http', 'websocket']
}

/** Whether Alice herself is told the marker in every table, through the same transport. */
export async function isToldToAlice(
  target: Target,
  transport: Transport,
  marker: Marker,
): Promise<boolean> {
  const { send, close } = openTransports(target)
  const { data } = await send(
    transport,
    alice,
    '{ goals { title } tasks { title } categories { name } settings { value } users { name } audit_log { difference } }',
  )
  await close()
  return (
    Object.values(data ?? {}).length === 6
    && Object.values(data!).every(rows => JSON.stringify(rows).includes(marker.whole))
  )
}

/** `canary: 9753 of 9753 documents over http, 0 markers told, no row changed`. */
export function lineOf(where: string, { sent, of, told, changed }: Flight): string {
  return `canary: ${sent} of ${of} documents over ${where}, ${told.length} markers told, ${changed ? 'ROWS CHANGED' : 'no row changed'}`
}

/** Alice's rows as one text. */
async function rowsOfAlice(client: pg.ClientBase): Promise<string> {
  const world = await readWorld(client)
  const goals = new Set(
    world.user_goals.filter(row => row.user_id === alice.id).map(row => row.goal_id),
  )
  const hers = (row: Row) =>
    [row.id, row.user_id, row.created_by].includes(alice.id)
    || goals.has(row.goal_id)
    || goals.has(row.id)
  return JSON.stringify(Object.values(world).map(rows => (rows as Row[]).filter(hers)))
}

async function eightAtOnce<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items]
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let item = rest.pop(); item !== undefined; item = rest.pop()) await run(item)
    }),
  )
}

/** A stream that has nothing to say stays silent; milliseconds. */
const silence = 30

function isStream(document: string): boolean {
  return /^subscription \{ \w+_stream/.test(document)
}
