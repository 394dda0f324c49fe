// Proves that no error and no answer of the gateway depends on a hidden row, and that a gateway
// without one of its checks would be detected.
import { freePort } from '../../../dev/free-port.ts'
import { startAppServer } from '../../support/app-server.ts'
import type { Stack } from '../support/stack.ts'
import { compareHidden, type HiddenCell } from './compare.ts'
import { enlarge } from './rows.ts'

/** Rows that make every table large enough for other plans. */
const many = 20_000

/**
 * Compares on the small fixture with all questions, then on a large, analysed database with those
 * that depend on the plan. Wants the rows of `plantBelow`.
 */
export async function proveHidden(stack: Stack): Promise<HiddenCell[]> {
  const small = await compareHidden(stack, 'gateway')
  await enlarge(stack.client, many)
  const large = await compareHidden(
    stack,
    'gateway',
    ({ operator }, { role }) => role === 'member' && /^_n?i?like$|^(avg|var_samp)$/.test(operator),
  )
  return [...small, ...large]
}

/** What the gateway would let through with one decision less. */
const weakened = ['_like', '_nlike', '_ilike', '_nilike', '_regex', '_similar'] as const

/** A removed check, and whether an answer then depended on a hidden row. */
export interface WeakenedGateway {
  readonly description: string
  readonly isDetected: boolean
}

/** Lets one operator after the other through unchecked, each in a server of its own. */
export async function weakenGateway(stack: Stack): Promise<WeakenedGateway[]> {
  const verdicts: WeakenedGateway[] = []
  for (const operator of weakened) {
    const server = await startAppServer(stack.surroundings, {
      port: await freePort(),
      variables: { UNCHECKED_OPERATOR: operator },
      flags: ['--import', './tests/isolation/hidden/uncheck-operator.ts'],
    })
    const gateway = { ...stack.gateway, endpoint: `${server.url}/v1/graphql` }
    const cells = await compareHidden(
      { ...stack, gateway },
      'gateway',
      (question, { role }) =>
        role === 'member' && question.table === 'goals' && question.operator === operator,
    )
    await server.stop()
    verdicts.push({
      description: `the gateway lets ${operator} through unchecked`,
      isDetected: cells.some(({ told }) => told.length > 0),
    })
  }
  return verdicts
}

/** `hidden rows: 1200 of 1200 queries get the same bytes`. */
export function hiddenLine(cells: readonly HiddenCell[]): string {
  return `hidden rows: ${cells.filter(({ told }) => told.length === 0).length} of ${cells.length} queries get the same bytes`
}
