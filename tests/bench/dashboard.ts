import { deepStrictEqual } from 'node:assert'
import path from 'node:path'
import { contestants, type Contestant } from './support/contestants.ts'
import type { Release } from './support/database.ts'
import type { LoadJob, LoadResult } from './load/http.ts'
import { heavyCaller, lightCallers, type Caller } from './support/people.ts'
import {
  bench,
  freePort,
  residentMemory,
  runTool,
  startServer,
  type RunningProcess,
} from './support/processes.ts'
import { hasuraNewest } from './support/documents.ts'
import { ProcessorMeter } from './support/processor-time.ts'
import { median } from './support/statistics.ts'

/** How long and how often is measured. */
export interface Effort {
  readonly rounds: number
  readonly seconds: number
}

/** One contestant at one number of connections: medians over the rounds. */
export interface Measurement {
  readonly goals: number
  readonly connections: number
  readonly contestant: string
  readonly perSecond: number
  /**
   * Requests per second of processor time, of the server and of PostgreSQL for it: other load on
   * the machine hardly disturbs it.
   */
  readonly perProcessorSecond: number
  /** Median of the ratios to the yardstick of the same round. */
  readonly ratio: number
  /** The same by processor time. */
  readonly processorRatio: number
  /** Milliseconds. */
  readonly mean: number
  readonly p97_5: number
}

/** What the dashboard of one database showed. */
export interface DashboardReport {
  readonly measurements: readonly Measurement[]
  /**
   * Requests per second for the list of the 20 newest, of a person with 20 goals and of the one
   * with 20,000.
   */
  readonly newest: { readonly light: number, readonly heavy: number }
  /** Bytes that the engine holds after all of it. */
  readonly engineMemory: number | undefined
}

interface Running extends Contestant, RunningProcess {
  readonly url: string
}

/** One round of one contestant. */
interface Round extends LoadResult {
  readonly perProcessorSecond: number
}

/** So many people take turns in the load. */
const callerCount = 500

/**
 * Measures all contestants on one database, one after the other in every round, so that
 * disturbances hit all of them.
 */
export async function measureDashboard(
  goals: number,
  databases: Readonly<Record<Release, string>>,
  connections: readonly number[],
  effort: Effort,
  log: (text: string) => void,
): Promise<DashboardReport> {
  const callers = await lightCallers(Math.min(callerCount, goals / 20))
  const heavy = await heavyCaller()
  const meter = new ProcessorMeter(databases.today)
  const running = await Promise.all(contestants.map(one => start(one, databases[one.release ?? 'today'])))
  try {
    for (const caller of [...callers.slice(0, 3), heavy]) await compareAnswers(running, caller)
    const measurements: Measurement[] = []
    for (const count of connections) {
      log(`  ${count} connection${count === 1 ? '' : 's'}…`)
      measurements.push(...(await measureRounds(goals, running, callers, count, effort, meter)))
    }
    const engine = running.find(({ name }) => name === 'engine')
    if (!engine) throw new Error('The engine is not among the contestants.')
    const newest = await measureNewest(engine, callers, heavy, effort)
    return { measurements, newest, engineMemory: residentMemory(engine.pid) }
  }
  finally {
    await Promise.all([meter.close(), ...running.map(({ stop }) => stop())])
  }
}

async function start(contestant: Contestant, databaseUrl: string): Promise<Running> {
  const port = await freePort()
  const process = await startServer(
    contestant.script,
    contestant.args(port, `${databaseUrl}?application_name=${encodeURIComponent(contestant.name)}`),
    contestant.env,
  )
  return { ...contestant, ...process, url: `http://127.0.0.1:${port}${contestant.path}` }
}

/** A fast wrong answer is worth nothing. */
async function compareAnswers(running: readonly Running[], caller: Caller): Promise<void> {
  const answers = await Promise.all(
    running.map(async ({ url, request, normalise }) => {
      const response = await fetch(url, { method: 'POST', ...request(caller) })
      return normalise(await response.json())
    }),
  )
  answers.forEach((answer, index) =>
    deepStrictEqual(
      answer,
      answers[0],
      `${running[index]?.name} answers otherwise than ${running[0]?.name}`,
    ),
  )
}

async function measureRounds(
  goals: number,
  running: readonly Running[],
  callers: readonly Caller[],
  connections: number,
  { rounds, seconds }: Effort,
  meter: ProcessorMeter,
): Promise<Measurement[]> {
  const results = running.map((): Round[] => [])
  for (let round = -1; round < rounds; round += 1) {
    const isWarmUp = round < 0
    for (const [index, contestant] of running.entries()) {
      const before = await meter.read(contestant.pid, contestant.name)
      const result = await load(
        contestant,
        callers.map(contestant.request),
        connections,
        isWarmUp ? 1 : seconds,
      )
      const processorSeconds = ProcessorMeter.between(
        before,
        await meter.read(contestant.pid, contestant.name),
      )
      if (!isWarmUp)
        results[index]?.push({ ...result, perProcessorSecond: result.requests / processorSeconds })
    }
  }
  const yardstick = results[0] ?? []
  return running.map(({ name }, index) => {
    const own = results[index] ?? []
    const ratioOf = (figure: 'perSecond' | 'perProcessorSecond') =>
      median(own.map((result, round) => result[figure] / (yardstick[round]?.[figure] ?? NaN)))
    return {
      goals,
      connections,
      contestant: name,
      perSecond: median(own.map(({ perSecond }) => perSecond)),
      perProcessorSecond: median(own.map(({ perProcessorSecond }) => perProcessorSecond)),
      ratio: ratioOf('perSecond'),
      processorRatio: ratioOf('perProcessorSecond'),
      mean: median(own.map(({ mean }) => mean)),
      p97_5: median(own.map(({ p97_5 }) => p97_5)),
    }
  })
}

async function measureNewest(
  engine: Running,
  callers: readonly Caller[],
  heavy: Caller,
  { rounds, seconds }: Effort,
): Promise<{ light: number, heavy: number }> {
  const request = (caller: Caller) => ({
    ...engine.request(caller),
    body: JSON.stringify({ query: hasuraNewest }),
  })
  const results = { light: [] as number[], heavy: [] as number[] }
  for (let round = -1; round < rounds; round += 1) {
    const light = await load(engine, callers.map(request), 16, seconds)
    const heavyResult = await load(engine, [request(heavy)], 16, seconds)
    if (round < 0) continue
    results.light.push(light.perSecond)
    results.heavy.push(heavyResult.perSecond)
  }
  return { light: median(results.light), heavy: median(results.heavy) }
}

async function load(
  { name, url }: Running,
  requests: LoadJob['requests'],
  connections: number,
  seconds: number,
): Promise<LoadResult> {
  const result = await runTool<LoadResult>(path.join(bench, 'load', 'http.ts'), {
    url,
    connections,
    seconds,
    requests,
  } satisfies LoadJob)
  if (result.failed > 0) throw new Error(`${name}: ${result.failed} requests failed`)
  return result
}
