import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documentsOf, schemaOf } from './canary.ts'
import { startLocalProof, type LocalProof } from './support/local.ts'
import { people } from './support/people.ts'
import { openDoors, type Door, type Send } from './support/target.ts'
import { readWorld, type Row } from './support/world.ts'

/** The rows of one person: what must neither be told nor change. */
const alice = people.find(person => person.name === 'alice')!
const bob = people.find(person => person.name === 'bob')!
const head = randomBytes(6).toString('hex')
const marker = `${head}-${randomBytes(12).toString('hex')}`

let proof: LocalProof
let send: Send
let close: () => Promise<void>

beforeAll(async () => {
  proof = await startLocalProof()
  await proof.client.query(`
    update goals set title = title || ' ${marker}', description = '${marker}', success_criteria = '${marker}' where created_by = '${alice.id}';
    update tasks set title = title || ' ${marker}', notes = '${marker}' where created_by = '${alice.id}';
    update categories set name = name || ' ${marker}', color = '${head}${head}' where user_id = '${alice.id}';
    update settings set value = '"${marker}"' where user_id = '${alice.id}';
    update users set name = '${marker}', email = '${marker}@example.test', username = '${marker}', avatar_url = '/${marker}' where id = '${alice.id}';`)
  ;({ send, close } = openDoors(proof.target))
})
afterAll(async () => {
  await close()
  await proof.close()
})

/** Alice's rows as one text. */
async function rowsOfAlice(): Promise<string> {
  const world = await readWorld(proof.client)
  const goals = new Set(world.user_goals.filter(row => row.user_id === alice.id).map(row => row.goal_id))
  const hers = (row: Row) => [row.id, row.user_id, row.created_by].includes(alice.id) || goals.has(row.goal_id) || goals.has(row.id)
  return JSON.stringify(Object.values(world).map(rows => (rows as Row[]).filter(hers)))
}

describe.each<Door>(['http', 'websocket'])('everything that a stranger can send over %s', (door) => {
  it('never tells a word of Alice\'s and changes nothing of hers', async () => {
    const world = await readWorld(proof.client)
    const before = await rowsOfAlice()
    const schema = await schemaOf(send, bob)
    const ids = [alice.id, world.goals.find(row => row.created_by === alice.id)!.id as string]
    const documents = documentsOf(schema, { ids, text: head }, door)
    expect(documents.length).toBeGreaterThan(500)
    const told: string[] = []
    await eightAtOnce(documents, async (document) => {
      const isStream = document.startsWith('subscription') && document.includes('_stream')
      const answer = await (isStream ? Promise.race([send(door, bob, document), silence()]) : send(door, bob, document))
      if (JSON.stringify(answer)?.includes(marker)) told.push(document)
    })
    expect(told).toEqual([])
    expect(await rowsOfAlice()).toBe(before)
    console.log(`canary: ${documents.length} documents over ${door}, 0 markers told`)
  }, 240_000)

  it('would be noticed: Alice herself is told', async () => {
    const { data } = await send(door, alice, '{ goals { title } tasks { title } categories { name } settings { value } users { name } }')
    for (const rows of Object.values(data as Record<string, unknown>)) expect(JSON.stringify(rows)).toContain(marker)
  })
})

async function eightAtOnce<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const rest = [...items]
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await run(item)
  }))
}

/** A stream that has nothing to say stays silent; milliseconds. */
function silence(): Promise<undefined> {
  return new Promise(resolve => setTimeout(resolve, 30, undefined))
}
