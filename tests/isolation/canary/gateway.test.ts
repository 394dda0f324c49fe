import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { internalsIn, readInternals, type Internals } from '../support/internals.ts'
import { person } from '../support/pairs.ts'
import { startStack, type Stack } from '../support/stack.ts'
import { openTransports, type Transport } from '../support/target.ts'
import { fly, gatewaySample, isToldToAlice, lineOf, plantMarker, type Flight, type Marker } from './canary.ts'

let stack: Stack
let marker: Marker
let internals: Internals
let ownSchema: string
let flights: Record<Transport, Flight>

beforeAll(async () => {
  stack = await startStack()
  marker = await plantMarker(stack.client)
  internals = await readInternals(stack.pool, [
    stack.engine.endpoint,
    stack.surroundings.database.url,
  ])
  const { send, close } = openTransports(stack.gateway)
  ownSchema = JSON.stringify(
    await send('http', person('bob'), getIntrospectionQuery({ descriptions: false })),
  )
  await close()
  flights = await fly({ target: stack.gateway, client: stack.client, marker }, gatewaySample)
}, 300_000)
afterAll(() => stack.close())

describe.each<Transport>(['http', 'websocket'])(
  'what a stranger can send to the gateway over %s',
  (transport) => {
    test('never tells a word of Alice\'s or of the inside, and changes nothing of hers', () => {
      const flight = flights[transport]
      console.log(lineOf(`the gateway's ${transport}`, flight))
      expect(flight.told).toEqual([])
      expect(flight.changed).toBe(false)
      expect(flight.sent).toBeGreaterThan(1000)
      expect(flight.carriedOut).toBeGreaterThan(flight.sent / 2)
      expect(flight.errors.length).toBeGreaterThan(10)
      expect(flight.errors.flatMap(error => internalsIn(error, internals, ownSchema))).toEqual([])
      expect(
        flight.errors.filter(error =>
          ['limit-exceeded', 'unavailable', 'timeout'].includes(error.extensions?.code ?? 'none'),
        ),
      ).toEqual([])
    }, 240_000)

    test('would be detected: Alice herself reads the marker', async () => {
      expect(await isToldToAlice(stack.gateway, transport, marker)).toBe(true)
    })
  },
)
