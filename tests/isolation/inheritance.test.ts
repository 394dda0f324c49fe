import { afterAll, beforeAll, expect, test } from 'vitest'
import { probe } from './matrix.ts'
import { startLocalProof, type LocalProof } from './support/local.ts'
import type { Transport } from './support/target.ts'

let proof: LocalProof
beforeAll(async () => {
  proof = await startLocalProof()
})
afterAll(() => proof.close())

const transports: readonly Transport[] = ['http', 'websocket']

/** PostgreSQL takes `user` for every trigger of the table: a move is noted by several. */
const disabled = [
  ['goal_grants', 'goal_grants_touch_on_insert', ['grant above']],
  ['goal_grants', 'goal_grants_touch_on_delete', ['revoke above', 'leave']],
  ['goals', 'user', ['move in', 'move out']],
  ['goals', 'goals_hand_down_grants', ['purge above']],
] as const

test.each(disabled)('the matrix notices %s with the trigger %s disabled', async (table, trigger, operations) => {
  const problemsOf = async (operation: (typeof operations)[number], transport: Transport) => {
    const cells = await probe(proof, {
      tables: ['user_goals'],
      roles: ['member'],
      operations: [operation],
      transports: [transport],
      toFirstLeak: true,
    })
    return cells.flatMap(({ problems }) => problems)
  }
  await proof.client.query(`alter table ${table} disable trigger ${trigger}`)
  for (const operation of operations) {
    for (const transport of transports)
      expect(await problemsOf(operation, transport), `${operation}, ${transport}`).not.toEqual([])
  }
  await proof.client.query(`alter table ${table} enable trigger ${trigger}`)
  for (const operation of operations) expect(await problemsOf(operation, 'http')).toEqual([])
}, 120_000)
