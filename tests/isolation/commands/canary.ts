import { fly, gatewaySample, lineOf, plantMarker } from '../canary/canary.ts'
import { startStack } from '../support/stack.ts'

/**
 * Sends what a stranger can send through every transport; to the gateway a sample, unless it is to get
 * all. @returns the exit code: 0 when nothing was told and nothing changed
 */
export async function canary(all: boolean): Promise<number> {
  const stack = await startStack()
  try {
    const marker = await plantMarker(stack.client)
    let holds = true
    for (const place of ['engine', 'gateway'] as const) {
      const one = place === 'gateway' && !all ? gatewaySample : 1
      const flights = await fly({ target: stack[place], client: stack.client, marker }, one)
      for (const [transport, flight] of Object.entries(flights)) {
        console.log(lineOf(`the ${place}'s ${transport}`, flight))
        for (const document of flight.told) console.log(`  LEAK ${document}`)
        holds &&= flight.told.length === 0 && !flight.changed
      }
    }
    return holds ? 0 : 1
  }
  finally {
    await stack.close()
  }
}
