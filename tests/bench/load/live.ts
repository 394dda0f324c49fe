import { json } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import WebSocket from 'ws'
import type { Caller } from '../support/people.ts'
import { processorTime, residentMemory } from '../support/processes.ts'
import { quantile } from '../support/statistics.ts'

/** One measurement of live queries. */
export interface LiveJob {
  /** Of /v1/graphql. */
  readonly url: string
  readonly enginePid: number
  readonly databaseUrl: string
  /** Subscriptions, each with a socket of its own; the callers take turns. */
  readonly subscribers: number
  readonly callers: readonly Caller[]
  readonly writes: number
  readonly idleSeconds: number
}

/** What it showed. Times in milliseconds. */
export interface LiveResult {
  /** From sending a mutation to the new result at the subscriber of the same person. */
  readonly writeToResult: {
    readonly median: number
    readonly p95: number
    readonly max: number
  }
  /**
   * Part of one core while nothing is written: the engine's process, and PostgreSQL's processes
   * that serve it.
   */
  readonly idle: { readonly engine: number | undefined, readonly postgres: number | undefined }
  /**
   * Processor time of one write and all that it wakes: the engine's process and PostgreSQL's
   * processes that serve it.
   */
  readonly processorPerWrite: number | undefined
  /** Bytes. */
  readonly engineMemory: number | undefined
  /** Sockets still open at the end. */
  readonly open: number
}

const document =
  'subscription Newest { user_goals(order_by: {created_at: desc}, limit: 20) { goal { id title } } }'
const write =
  'mutation Write($id: uuid!, $title: String!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {title: $title}) { id } }'

interface Row {
  readonly goal: { readonly id: string, readonly title: string }
}

/** One subscription. */
class Subscriber {
  readonly caller: Caller
  readonly socket: WebSocket
  #rows: readonly Row[] = []
  #waiting: { fits: (rows: readonly Row[]) => boolean, resolve: () => void } | undefined

  constructor(url: string, caller: Caller) {
    this.caller = caller
    this.socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
    this.socket.on('open', () =>
      this.#send({
        type: 'connection_init',
        payload: { headers: { authorization: `Bearer ${caller.token}` } },
      }),
    )
    this.socket.on('message', (data: Buffer) =>
      this.#receive(
        JSON.parse(data.toString()) as { type: string, payload?: { data: { user_goals: Row[] } } },
      ),
    )
  }

  get newestGoal(): string {
    return this.#rows[0]?.goal.id ?? ''
  }

  /** Waits for a result; fails after 20 seconds, or when the socket closes. */
  until(fits: (rows: readonly Row[]) => boolean): Promise<void> {
    if (fits(this.#rows)) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No result in 20 seconds.')), 20_000)
      this.socket.once('close', code =>
        reject(new Error(`The engine closed a socket with code ${code}.`)),
      )
      const settle = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiting = { fits, resolve: settle }
    })
  }

  #receive({ type, payload }: { type: string, payload?: { data: { user_goals: Row[] } } }): void {
    if (type === 'connection_ack')
      this.#send({ id: '1', type: 'subscribe', payload: { query: document } })
    if (type === 'ping') this.#send({ type: 'pong' })
    if (type === 'error') throw new Error(JSON.stringify(payload))
    if (type !== 'next' || !payload) return
    this.#rows = payload.data.user_goals
    if (!this.#waiting?.fits(this.#rows)) return
    this.#waiting.resolve()
    this.#waiting = undefined
  }

  #send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }
}

const job = (await json(process.stdin)) as LiveJob
const subscribers = await subscribe()
const postgres = await backends()
const start = used()
await sleep(job.idleSeconds * 1000)
const idleEnd = used()

const times: number[] = []
for (let count = 0; count < job.writes; count += 1) times.push(await measureWrite(count))
const writesEnd = used()

const result: LiveResult = {
  writeToResult: {
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    max: quantile(times, 1),
  },
  idle: {
    engine: per(job.idleSeconds, start.engine, idleEnd.engine),
    postgres: per(job.idleSeconds, start.postgres, idleEnd.postgres),
  },
  processorPerWrite: per(job.writes / 1000, total(idleEnd), total(writesEnd)),
  engineMemory: residentMemory(job.enginePid),
  open: subscribers.filter(({ socket }) => socket.readyState === WebSocket.OPEN).length,
}
process.stdout.write(JSON.stringify(result), () => process.exit(0))

/** Opens the sockets, fifty at a time, and waits for the first result of each. */
async function subscribe(): Promise<Subscriber[]> {
  const opened: Subscriber[] = []
  while (opened.length < job.subscribers) {
    const next = Math.min(50, job.subscribers - opened.length)
    const batch = Array.from(
      { length: next },
      (_, index) =>
        new Subscriber(
          job.url,
          job.callers[(opened.length + index) % job.callers.length] as Caller,
        ),
    )
    await Promise.all(batch.map(subscriber => subscriber.until(rows => rows.length > 0)))
    opened.push(...batch)
  }
  return opened
}

async function measureWrite(count: number): Promise<number> {
  const subscriber = subscribers[(count * 37) % subscribers.length] as Subscriber
  const title = `Written ${process.pid} ${count}`
  const arrived = subscriber.until(([newest]) => newest?.goal.title === title)
  const start = performance.now()
  const response = await fetch(job.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'authorization': `Bearer ${subscriber.caller.token}`,
    },
    body: JSON.stringify({ query: write, variables: { id: subscriber.newestGoal, title } }),
  })
  const { errors } = (await response.json()) as { errors?: unknown }
  if (errors) throw new Error(JSON.stringify(errors))
  const answered = performance.now()
  await arrived
  const time = performance.now() - start
  await sleep(Math.max(0, 20 - (performance.now() - answered)))
  return time
}

/** The processes of PostgreSQL that serve the engine. */
async function backends(): Promise<number[]> {
  const client = new pg.Client({ connectionString: job.databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
  return rows.map(({ pid }) => pid)
}

/** Processor time so far, in seconds. */
function used(): { engine: number | undefined, postgres: number | undefined } {
  const times = postgres.map(processorTime).filter(time => time !== undefined)
  return {
    engine: processorTime(job.enginePid),
    postgres: times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0),
  }
}

function total({ engine, postgres }: ReturnType<typeof used>): number | undefined {
  return engine === undefined || postgres === undefined ? undefined : engine + postgres
}

function per(
  count: number,
  before: number | undefined,
  after: number | undefined,
): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / count
}
