import { registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody } from 'h3'
import { beforeAll, vi } from 'vitest'
import type { Task } from '~/composables/task/useTaskActions'
import { useSessionStore } from '~/stores/session'

/** One GraphQL request as it reached the gateway. */
export interface SentOperation {
  name: string
  variables: Record<string, unknown>
}

/** Answers an operation in place of the gateway. */
export type Answer = (operation: SentOperation) => object

const user = '11111111-1111-4111-8111-111111111111'

/** A task as a member reads it. */
export function taskRow() {
  return {
    id: '22222222-2222-4222-8222-222222222222',
    goal_id: '33333333-3333-4333-8333-333333333333',
    parent_id: null,
    category_id: null,
    title: 'Run',
    notes: '',
    status: 'pending',
    priority: 3,
    due_date: null,
    estimated_hours: null,
    actual_hours: null,
    tags: [],
    weight: 1,
    recurrence: null,
    position: 1,
    completed_at: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-02T00:00:00Z',
  } as Task
}

/** A task as an answer has it: with its goal and the names of types. */
export function answeredTask(task: Task) {
  const goal = { id: task.goal_id, title: 'Health', horizon: 'weekly', is_inbox: false, archived_at: null }
  return { ...task, __typename: 'tasks', goal: { ...goal, __typename: 'goals' } }
}

/** Never opens: nothing changes elsewhere, and an attempt to connect again would outlive its page. */
class UnopenedSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly readyState = UnopenedSocket.CONNECTING
  close() {}
  send() {}
}

/**
 * Signs a user in, and answers the requests that components then send over HTTP.
 *
 * @returns what was sent; a test empties it by `sent.length = 0`
 */
export function startGateway(answer: Answer): SentOperation[] {
  const sent: SentOperation[] = []
  registerEndpoint('/api/session/token', {
    method: 'POST',
    handler: () => ({ accessToken: token(), expiresAt: new Date(Date.now() + 300_000).toISOString() }),
  })
  registerEndpoint('/v1/graphql', {
    method: 'POST',
    handler: async (event) => {
      const body = (await readBody(event)) as { operationName: string, variables: SentOperation['variables'] }
      const operation = { name: body.operationName, variables: body.variables }
      sent.push(operation)
      return answer(operation)
    },
  })
  beforeAll(() => {
    vi.stubGlobal('WebSocket', UnopenedSocket)
    useSessionStore().signIn({
      id: user,
      username: 'alice',
      name: 'Alice',
      email: null,
      avatarUrl: null,
      locale: null,
      timeZone: null,
      role: 'member',
      allowedRoles: ['member'],
    })
  })
  return sent
}

function token(): string {
  const claims = { 'https://hasura.io/jwt/claims': { 'x-hasura-user-id': user } }
  return ['{}', JSON.stringify(claims), ''].map(part => btoa(part)).join('.')
}
