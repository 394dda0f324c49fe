import path from 'node:path'
import type { LiveJob, LiveResult } from './load/live.ts'
import { contestants } from './support/contestants.ts'
import { lightCallers } from './support/people.ts'
import { bench, freePort, runTool, startServer } from './support/processes.ts'

/** One measurement of live queries, with the number of its subscribers. */
export interface LiveReport extends LiveResult {
  readonly subscribers: number
}

const plan = [
  { subscribers: 100, writes: 300, idleSeconds: 5 },
  { subscribers: 1000, writes: 100, idleSeconds: 20 },
  { subscribers: 5000, writes: 100, idleSeconds: 20 },
]

/** Measures the engine's live queries, each number of subscribers on a fresh engine. */
export async function measureLive(
  databaseUrl: string,
  log: (text: string) => void,
): Promise<LiveReport[]> {
  const engine = contestants.find(({ name }) => name === 'engine')
  if (!engine) throw new Error('The engine is not among the contestants.')
  const reports: LiveReport[] = []
  for (const { subscribers, ...rest } of plan) {
    log(`  ${subscribers.toLocaleString('en')} subscribers…`)
    const port = await freePort()
    const server = await startServer(engine.script, engine.args(port, databaseUrl), engine.env)
    try {
      const callers = await lightCallers(Math.min(subscribers, 1000))
      const job: LiveJob = {
        url: `http://127.0.0.1:${port}/v1/graphql`,
        enginePid: server.pid,
        databaseUrl,
        subscribers,
        callers,
        ...rest,
      }
      reports.push({
        subscribers,
        ...(await runTool<LiveResult>(path.join(bench, 'load', 'live.ts'), job)),
      })
    }
    finally {
      await server.stop()
    }
  }
  return reports
}
