import { answerOperations } from '../upstream/answer-operations.ts'
import { authenticate, checkStanding, type Caller } from '../authenticate.ts'
import { GraphqlProblem } from '../errors/graphql-problem.ts'
import { mapError, mapErrors, type HasuraError } from '../errors/map-errors.ts'
import { payloadOf, readOperation } from '../request/read-operations.ts'
import { logError } from '../../errors.ts'
import { toGraphqlProblem } from '../errors/answer-graphql-problem.ts'
import { followSessionEnds } from '../../sessions/session-end-feed.ts'
import { closings, readClientMessage, readInitPayload, type Closing } from './protocol.ts'
import { enterSocket, waitingFor } from './open-sockets.ts'
import { Outbox, type ClientEnd } from './outbox.ts'
import { RunningOperation } from './running-operation.ts'
import { connectUpstream, type HasuraMessage, type Upstream } from './upstream.ts'

/** A client that has introduced itself, and its own connection to Hasura. */
interface OpenState {
  readonly kind: 'open'
  readonly caller: Caller
  readonly role: string | undefined
  readonly upstream: Upstream
  readonly expiry: NodeJS.Timeout
  readonly leave: () => void
}

/** Where a socket stands; each state has just what exists in it. */
type State =
  | { readonly kind: 'waiting', readonly timeout: NodeJS.Timeout }
  | { readonly kind: 'connecting', readonly leave?: () => void }
  | OpenState
  | { readonly kind: 'closed' }

/** A client must introduce itself within this many milliseconds. */
const initTimeout = 3000

/** At most so many operations at once on one socket. */
const maxOperations = 100

/**
 * One client's WebSocket. Queries and mutations are answered as those of a POST, subscriptions by
 * Hasura through a connection of the client's own.
 *
 * The token comes with connection_init and nothing else of it counts but the wanted role. The
 * socket ends with the token, and with the session of which the token is.
 */
export class GraphqlSocket {
  readonly #client: ClientEnd
  readonly #outbox: Outbox
  readonly #operations = new Map<string, RunningOperation>()
  #state: State

  constructor(client: ClientEnd) {
    this.#client = client
    this.#outbox = new Outbox(client, () =>
      this.#state.kind === 'open' ? waitingFor(this.#state.caller.user?.id ?? '') : 0,
    )
    this.#state = {
      kind: 'waiting',
      timeout: setTimeout(() => this.end(closings.initTimeout), initTimeout),
    }
  }

  /** Takes a message of the client. */
  async receive(text: string): Promise<void> {
    const message = readClientMessage(text)
    switch (message?.type) {
      case undefined:
        return this.end(closings.badMessage)
      case 'connection_init':
        return this.#initialise(message.payload)
      case 'ping':
        return this.#send({ type: 'pong' })
      case 'pong':
        return
      case 'complete':
        return this.#complete(message.id)
      case 'subscribe':
        return this.#subscribe(message.id, message.payload)
    }
  }

  /** Ends the socket, here and at Hasura. Without a closing, the client has gone already. */
  end(closing?: Closing): void {
    const state = this.#state
    this.#state = { kind: 'closed' }
    for (const running of this.#operations.values()) running.stop()
    this.#operations.clear()
    if (state.kind === 'waiting') clearTimeout(state.timeout)
    if (state.kind === 'connecting') state.leave?.()
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
    const isFollowed = await followSessionEnds().then(
      () => true,
      () => false,
    )
    if (!isFollowed) return this.end(closings.unavailable)
    if (this.#state.kind !== 'connecting') return
    // Counted before its session is looked up: an end that is told meanwhile then finds the socket.
    const leave = enterSocket({
      caller,
      end: closing => this.end(closing),
      waiting: () => this.#client.waiting(),
    })
    if (!leave) return this.end(closings.tooManySockets)
    this.#state = { kind: 'connecting', leave }
    const refusal = await checkStanding(caller).then(
      () => undefined,
      (error: unknown) => toGraphqlProblem(error),
    )
    if (refusal)
      return this.end(refusal.status < 500 ? closings.sessionEnded : closings.unavailable)
    if (this.#state.kind === 'connecting') this.#open(caller, role, leave)
  }

  #open(caller: Caller, role: string | undefined, leave: () => void): void {
    this.#state = {
      kind: 'open',
      caller,
      role,
      leave,
      expiry: setTimeout(
        () => this.end(closings.tokenExpired),
        caller.expiresAt.getTime() - Date.now(),
      ),
      upstream: connectUpstream(
        { token: caller.token, role },
        {
          onMessage: (message, text) => this.#answer(message, text),
          onClose: isTooLarge =>
            this.end(isTooLarge ? closings.answerTooLarge : closings.unavailable),
        },
      ),
    }
  }

  async #subscribe(id: string, payload: unknown): Promise<void> {
    const state = this.#state
    if (state.kind !== 'open') return this.end(closings.notInitialised)
    if (this.#operations.has(id)) return this.end(closings.idInUse)
    let running: RunningOperation | undefined
    try {
      const operation = readOperation(payload)
      if (this.#operations.size >= maxOperations)
        throw new GraphqlProblem(
          'limit-exceeded',
          `Run at most ${maxOperations} operations at once on one connection.`,
        )
      running = new RunningOperation(operation, state.caller.user?.id ?? '')
      this.#operations.set(id, running)
      if (operation.kind === 'subscription') await this.#follow(id, running, state)
      else await this.#answerOnce(id, running, state)
    }
    catch (error) {
      if (!running || this.#remove(id, running)) this.#refuse(id, error)
    }
  }

  async #follow(id: string, running: RunningOperation, { upstream }: OpenState): Promise<void> {
    await running.start()
    if (!running.signal.aborted)
      upstream.send({ type: 'subscribe', id, payload: payloadOf(running.operation) })
  }

  async #answerOnce(
    id: string,
    running: RunningOperation,
    { caller, role }: OpenState,
  ): Promise<void> {
    const request = {
      caller,
      role,
      body: JSON.stringify(payloadOf(running.operation)),
      operations: [running.operation],
    }
    const { body, isRefusal } = await answerOperations(request, running.signal)
    if (!this.#remove(id, running)) return
    if (isRefusal)
      return this.#send({
        type: 'error',
        id,
        payload: (JSON.parse(body) as { errors: object[] }).errors,
      })
    this.#outbox.send(`{"type":"next","id":${JSON.stringify(id)},"payload":${body}}`)
    this.#send({ type: 'complete', id })
  }

  /** Whether the operation was still wanted: it may have ended, and its id may be in use again. */
  #remove(id: string, running: RunningOperation): boolean {
    running.stop()
    return this.#operations.get(id) === running && this.#operations.delete(id)
  }

  #refuse(id: string, error: unknown): void {
    const problem = toGraphqlProblem(error)
    if (problem.status >= 500) logError('GraphQL gateway, WebSocket', problem.cause ?? error)
    this.#send({ type: 'error', id, payload: problem.body.errors })
  }

  #complete(id: string): void {
    const running = this.#operations.get(id)
    this.#operations.delete(id)
    running?.stop()
    if (running?.operation.kind !== 'subscription' || this.#state.kind !== 'open') return
    this.#state.upstream.send({ type: 'complete', id })
  }

  /** Passes on what Hasura says, with its errors in our words. */
  #answer(message: HasuraMessage, text: string): void {
    const { type, id = '', payload } = message
    const running = this.#operations.get(id)
    const variables = running?.operation.variables
    running?.started()
    if (running && (type === 'error' || type === 'complete')) this.#remove(id, running)
    if (type === 'error' && Array.isArray(payload))
      this.#send({
        type,
        id,
        payload: (payload as HasuraError[]).map(error => mapError(error, variables)),
      })
    else if (type === 'next' && text.includes('"errors"'))
      this.#send({ type, id, payload: JSON.parse(mapErrors(JSON.stringify(payload), variables)) })
    else this.#outbox.send(text)
  }

  #send(message: object): void {
    this.#outbox.send(JSON.stringify(message))
  }
}
