// Fuzzing with canary values: every row of one user holds a marker, and another user sends every
// operation of their own schema.
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { PublicError } from '../support/internals.ts'
import { people } from '../support/people.ts'
import { openTransports, type Transport, type Target } from '../support/target.ts'
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
  /** Whether a row of Alice's is not as it was. */
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

/**
 * Sends what Bob can send, eight at once.
 *
 * @param one sends one document of so many, and at least one of every root field; 1 for all of them
 */
export async function fly(
  { target, client, marker }: {
    target: Target
    client: pg.ClientBase
    marker: Marker
  },
  transport: Transport,
  one = 1,
): Promise<Flight> {
  const { send, close } = openTransports(target)
  try {
    const before = await rowsOfAlice(client)
    const {
      rows: [goal],
    } = await client.query<{ id: string }>(
      'select id from goals where created_by = $1 and not is_inbox order by id',
      [alice.id],
    )
    const all = documentsOf(
      await schemaOf(send, bob),
      { ids: [alice.id, goal!.id], text: marker.head },
      transport,
    )
    const documents = sampleOf(all, one)
    const [told, errors] = [[] as string[], new Map<string, PublicError>()]
    let carriedOut = 0
    await eightAtOnce(documents, async (document) => {
      const answer = await send(transport, bob, document, isStream(document) ? silence : undefined)
      if (JSON.stringify(answer).includes(marker.whole)) told.push(document)
      if (!answer.errors) carriedOut += 1
      for (const error of answer.errors ?? []) errors.set(JSON.stringify(error), error)
    })
    return {
      sent: documents.length,
      of: all.length,
      told,
      changed: (await rowsOfAlice(client)) !== before,
      carriedOut,
      errors: [...errors.values()],
    }
  }
  finally {
    await close()
  }
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
