import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalProof, type LocalProof } from '../support/local.ts'
import type { Transport } from '../support/target.ts'
import { fly, isToldToAlice, lineOf, plantMarker, type Flight, type Marker } from './canary.ts'

let proof: LocalProof
let marker: Marker
let flights: Record<Transport, Flight>

beforeAll(async () => {
  proof = await startLocalProof()
  marker = await plantMarker(proof.client)
  flights = await fly({ ...proof, marker })
}, 600_000)
afterAll(() => proof.close())

describe.each<Transport>(['http', 'websocket'])(
  'everything that a stranger can send to the engine over %s',
  (transport) => {
    test('never tells a word of Alice\'s and changes nothing of hers', () => {
      const flight = flights[transport]
      console.log(lineOf(`the engine's ${transport}`, flight))
      expect(flight.told).toEqual([])
      expect(flight.changed).toBe(false)
      expect(flight.sent).toBeGreaterThan(9000)
      expect(flight.carriedOut).toBeGreaterThan(flight.sent / 2)
    })

    test('would be detected: Alice herself reads the marker', async () => {
      expect(await isToldToAlice(proof.target, transport, marker)).toBe(true)
    })
  },
)
