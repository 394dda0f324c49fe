import { GraphqlProblem } from '../errors/graphql-problem.ts'
import type { Operation } from '../request/read-operations.ts'
import { takeSlot } from '../upstream/request-slots.ts'

/** At most so many subscriptions of one person at once, in this process. */
const maxSubscriptions = 200

/**
 * A subscription counts as a request of its person until its first answer, for at most so many
 * milliseconds.
 */
const maxStart = 2000

const subscriptions = new Map<string, number>()

/** An operation of a socket, from its message to its end. */
export class RunningOperation {
  readonly operation: Operation
  readonly #stopped = new AbortController()
  readonly #person: string
  #started: () => void = () => {}

  /** @throws GraphqlProblem when the person has too many subscriptions */
  constructor(operation: Operation, person: string) {
    this.operation = operation
    this.#person = person
    if (operation.kind === 'subscription') enter(person)
  }

  /** Aborts when no client waits for the operation any more. */
  get signal(): AbortSignal {
    return this.#stopped.signal
  }

  /**
   * Waits until the person may start one more subscription. @throws GraphqlProblem as `takeSlot`
   */
  async start(): Promise<void> {
    const leave = await takeSlot(this.#person, this.signal)
    const timer = setTimeout(() => this.started(), maxStart)
    this.#started = () => {
      clearTimeout(timer)
      leave()
    }
    if (this.signal.aborted) this.started()
  }

  /** Its first answer is there. */
  started(): void {
    const started = this.#started
    this.#started = () => {}
    started()
  }

  /** Ends it; may be called again. */
  stop(): void {
    this.started()
    if (!this.signal.aborted && this.operation.kind === 'subscription') leaveOne(this.#person)
    this.#stopped.abort()
  }
}

function enter(person: string): void {
  const count = subscriptions.get(person) ?? 0
  if (count >= maxSubscriptions)
    throw new GraphqlProblem(
      'limit-exceeded',
      `Run at most ${maxSubscriptions} subscriptions at once.`,
    )
  subscriptions.set(person, count + 1)
}

function leaveOne(person: string): void {
  const count = subscriptions.get(person) ?? 0
  if (count > 1) subscriptions.set(person, count - 1)
  else subscriptions.delete(person)
}
