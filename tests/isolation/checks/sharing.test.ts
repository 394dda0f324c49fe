// Who shares learns nothing: neither of goals that are not theirs, nor of who has an account.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectSame, hidden, own, person, type Question } from '../support/pairs.ts'
import { everyTransport, startStack, type Place, type Stack } from '../support/stack.ts'
import { openTransports } from '../support/target.ts'
import { readWorld, restoreWorld } from '../support/world.ts'

let stack: Stack
let senders: Record<Place, ReturnType<typeof openTransports>>

beforeAll(async () => {
  stack = await startStack()
  senders = { engine: openTransports(stack.engine), gateway: openTransports(stack.gateway) }
})
afterAll(async () => {
  await senders.engine.close()
  await senders.gateway.close()
  await stack.close()
})
beforeEach(() => restoreWorld(stack.client, stack.world))

const alice = person('alice').id
const grant = (goal: string) => `goal_id: "${goal}", user_id: "${alice}", role: "viewer"`

const questions: readonly (readonly [string, Question])[] = [
  [
    'gives a role that is given there',
    id => `mutation { insert_goal_grants_one(object: {${grant(id)}}) { role } }`,
  ],
  [
    'gives it as an upsert',
    id =>
      `mutation { insert_goal_grants_one(object: {${grant(id)}}, on_conflict: {constraint: goal_grants_pkey, update_columns: [role]}) { role } }`,
  ],
  [
    'changes a role',
    id =>
      `mutation { update_goal_grants_by_pk(pk_columns: {goal_id: "${id}", user_id: "${alice}"}, _set: {role: "viewer"}) { role } }`,
  ],
  [
    'takes a role away',
    id => `mutation { delete_goal_grants(where: {goal_id: {_eq: "${id}"}}) { affected_rows returning { role } } }`,
  ],
  [
    'invites whom an invitation waits for',
    id =>
      `mutation { insert_invitations_one(object: {goal_id: "${id}", invitee: "erin", role: "viewer"}) { id } }`,
  ],
  [
    'takes invitations back',
    id => `mutation { update_invitations(where: {goal_id: {_eq: "${id}"}}, _set: {status: "revoked"}) { affected_rows } }`,
  ],
  [
    'accepts invitations of others',
    id =>
      `mutation { update_received_invitations(where: {goal_id: {_eq: "${id}"}}, _set: {status: "accepted"}) { affected_rows } }`,
  ],
]

describe.each(everyTransport)('at the %s over %s', (place, transport) => {
  test.each(questions)(
    'B %s on a goal of A: answered as for a goal that does not exist',
    async (_what, question) => {
      await expectSame(stack, [place, transport], question, hidden.goal)
      expect(await readWorld(stack.client)).toEqual(stack.world)
    },
  )

  test.each([
    ['user name', ['erin', 'erix']],
    ['address', ['erin@example.test', 'erix@example.test']],
  ])('B cannot tell by an invitation whether a %s is known', async (_what, invitees) => {
    await stack.client.query('update users set email_verified = true')
    const seen = []
    for (const invitee of invitees) {
      const invited = await senders[place].send(
        transport,
        person('bob'),
        `mutation { insert_invitations_one(object: {goal_id: "${own.goal}", invitee: "${invitee}", role: "viewer"}) { invitee role status invited_by } }`,
      )
      const read = await senders[place].send(
        transport,
        person('bob'),
        `{ invitations(where: {invitee: {_eq: "${invitee}"}, goal_id: {_eq: "${own.goal}"}}) { invitee role status } }`,
      )
      expect(read.data!.invitations).toHaveLength(1)
      seen.push(JSON.stringify([invited, read]).replaceAll(invitee, '<invitee>'))
    }
    expect(seen[0]).toBe(seen[1])
    expect(seen[0]).not.toContain('errors')
  })
})
