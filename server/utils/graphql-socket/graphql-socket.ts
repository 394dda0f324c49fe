import type { Identity } from '../auth/read-identity.ts'
import { authenticate, type Caller } from '../graphql/authenticate.ts'
import { GraphqlProblem } from '../graphql/graphql-problem.ts'
import { mapError, mapErrors, type HasuraError } from '../graphql/map-errors.ts'
import { payloadOf, readOperation, type Operation } from '../graphql/read-operations.ts'
import { toGraphqlProblem } from '../graphql/answer-graphql-problem.ts'
import { ensureUser } from '../users/ensure-user.ts'
import { followSessionEnds, isOfEndedSession } from './ended-sessions.ts'
import { closings, readClientMessage, readInitPayload, type Closing } from './protocol.ts'
import { enterSocket } from './open-sockets.ts'
import { connectUpstream, type HasuraMessage, type Upstream } from './upstream.ts'

/** The client's end of a socket. */
export interface ClientEnd {
  send: (text: string) => void
  close: (closing: Closing) => void
}

/** Where a socket stands; each state has just what exists in it. */
type State =
  | { kind: 'waiting', timeout: NodeJS.Timeout }
  | { kind: 'connecting' }
  | { kind: 'open', user: Identity | undefined, upstream: Upstream, expiry: NodeJS.Timeout, leave: () => void }
  | { kind: 'closed' }

/** A client must introduce itself within this many milliseconds. */
const initTimeout = 3000

/** At most so many operations at once on one socket. */
const operationLimit = 100

/**
 * One client's WebSocket: the same checks as for a POST, then Hasura answers through a connection of its own.
 *
 * The token comes with connection_init and nothing else of it counts but the wanted role. The socket ends with the token,
 * and with the session of which the token is.
 */
export class GraphqlSocket {
  readonly #client: ClientEnd
  readonly #operations = new Map<string, Operation>()
  #state: State

  constructor(client: ClientEnd) {
    this.#client = client
    this.#state = { kind: 'waiting', timeout: setTimeout(() => this.end(closings.initTimeout), initTimeout) }
  }

  /** Takes a message of the client. */
  async receive(text: string): Promise<void> {
    const message = readClientMessage(text)
    switch (message?.type) {
      case undefined: return this.end(closings.badMessage)
      case 'connection_init': return this.#initialise(message.payload)
      case 'ping': return this.#send({ type: 'pong' })
      case 'pong': return
      case 'complete': return this.#complete(message.id)
      case 'subscribe': return this.#subscribe(message.id, message.payload)
    }
  }

  /** Ends the socket, here and at Hasura. Without a closing, the client has gone already. */
  end(closing?: Closing): void {
    const state = this.#state
    this.#state = { kind: 'closed' }
    this.#operations.clear()
    if (state.kind === 'waiting') clearTimeout(state.timeout)
    if (state.kind === 'open') {
      clearTimeout(state.expiry)
      state.leave()
      state.upstream.close()
    }
    if (closing && state.kind !== 'closed') this.#client.close(closing)
  }

  async #initialise(payload: Record<string, unknown> | null | undefined): Promise<void> {
    if (this.#state.kind !== 'waiting') return this.end(closings.initTwice)
    clearTimeout(this.#state.timeout)
    this.#state = { kind: 'connecting' }
    const { authorization, role } = readInitPayload(payload)
    const caller = await authenticate(authorization).catch(() => undefined)
    if (!caller) return this.end(closings.forbidden)
    const isFollowed = await followSessionEnds().then(() => true, () => false)
    if (!isFollowed) return this.end(closings.unavailable)
    if (this.#state.kind !== 'connecting') return
    if (isOfEndedSession(caller)) return this.end(closings.sessionEnded)
    this.#open(caller, role)
  }

  #open(caller: Caller, role: string | undefined): void {
    const leave = enterSocket({ caller, end: closing => this.end(closing) })
    if (!leave) return this.end(closings.tooManySockets)
    this.#state = {
      kind: 'open',
      user: caller.user,
      leave,
      expiry: setTimeout(() => this.end(closings.tokenExpired), caller.expiresAt.getTime() - Date.now()),
      upstream: connectUpstream({ token: caller.token, role }, {
        onMessage: (message, text) => this.#answer(message, text),
        onClose: () => this.end(closings.unavailable),
      }),
    }
  }

  async #subscribe(id: string, payload: unknown): Promise<void> {
    if (this.#state.kind !== 'open') return this.end(closings.notInitialised)
    if (this.#operations.has(id)) return this.end(closings.idInUse)
    const { user, upstream } = this.#state
    try {
      const operation = readOperation(payload)
      if (this.#operations.size >= operationLimit) throw new GraphqlProblem('limit-exceeded', `Run at most ${operationLimit} operations at once on one connection.`)
      this.#operations.set(id, operation)
      if (user && operation.kind === 'mutation') await ensureUser(user)
      if (this.#operations.get(id) === operation) upstream.send({ type: 'subscribe', id, payload: payloadOf(operation) })
    }
    catch (error) {
      this.#operations.delete(id)
      this.#send({ type: 'error', id, payload: toGraphqlProblem(error).body.errors })
    }
  }

  #complete(id: string): void {
    this.#operations.delete(id)
    if (this.#state.kind === 'open') this.#state.upstream.send({ type: 'complete', id })
  }

  /** Passes on what Hasura says, with its errors in our words. */
  #answer(message: HasuraMessage, text: string): void {
    const { type, id = '', payload } = message
    const variables = this.#operations.get(id)?.variables
    if (type === 'error' || type === 'complete') this.#operations.delete(id)
    if (type === 'error' && Array.isArray(payload)) this.#send({ type, id, payload: (payload as HasuraError[]).map(error => mapError(error, variables)) })
    else if (type === 'next' && text.includes('"errors"')) this.#send({ type, id, payload: JSON.parse(mapErrors(JSON.stringify(payload), variables)) })
    else this.#client.send(text)
  }

  #send(message: object): void {
    this.#client.send(JSON.stringify(message))
  }
}
