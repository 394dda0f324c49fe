import { spawn } from 'node:child_process'
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '../../../dev/free-port.ts'
import { personToken } from '../../../dev/stack/person-token.ts'

/** The whole product, started as a newcomer starts it, with a state and ports of its own. */
export interface Stack {
  /** What `npm run token` and other commands need to speak to this stack. */
  environment: Record<string, string>
  appUrl: string
  providerUrl: string
  stop: () => Promise<void>
}

/**
 * How long access tokens live, in seconds: short, so that one expires while a test looks on; long
 * enough for a slow machine to use one.
 */
export const accessTokenSeconds = 15

/** With the build, if there is none yet. */
const startLimit = 300_000

/**
 * Runs `npm start` until its pages can be served. Its output goes to `test-results/logs/stack.log`.
 *
 * @throws Error with the end of that output when it stops, or is not ready within five minutes
 */
export async function startStack(): Promise<Stack> {
  const stateDirectory = mkdtempSync(path.join(os.tmpdir(), 'goals-e2e-'))
  chmodSync(stateDirectory, 0o711)
  const [app, engine, provider] = [await freePort(), await freePort(), await freePort()]
  const environment = {
    PORT: String(app),
    HASURA_GRAPHQL_SERVER_PORT: String(engine),
    LOCAL_OIDC_PORT: String(provider),
    LOCAL_STATE_DIR: stateDirectory,
    LOCAL_OIDC_ACCESS_TOKEN_SECONDS: String(accessTokenSeconds),
    ISOLATION_REPORT: path.join(stateDirectory, 'isolation-report.json'),
  }
  const running = start(environment)
  const appUrl = `http://localhost:${app}`
  const stop = async () => {
    await running.stop()
    rmSync(stateDirectory, { recursive: true, force: true })
  }
  try {
    await ready(`${appUrl}/readyz`, running)
  }
  catch (error) {
    await stop()
    throw error
  }
  return { environment, appUrl, providerUrl: `http://localhost:${provider}`, stop }
}

/** A real access token of a local person on the stack of this run, as `npm run token` prints it. */
export async function tokenOf(username: string, role?: string): Promise<string> {
  return (await personToken(username, role)).accessToken
}

interface Running {
  output: () => string
  ended: () => boolean
  stop: () => Promise<void>
}

function start(environment: Record<string, string>): Running {
  const logs = path.join('test-results', 'logs')
  mkdirSync(logs, { recursive: true })
  const log = createWriteStream(path.join(logs, 'stack.log'))
  const child = spawn('npm', ['start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.pipe(log, { end: false })
    stream.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-4000)
    })
  }
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ended = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    if (!ended() && child.pid) process.kill(-child.pid, 'SIGTERM')
    await exited
  }
  return { output: () => tail, ended, stop }
}

async function ready(url: string, running: Running): Promise<void> {
  for (const deadline = Date.now() + startLimit; Date.now() < deadline;) {
    if (running.ended()) throw new Error(`npm start ended:\n${running.output()}`)
    const answered = await fetch(url).then(
      response => response.ok,
      () => false,
    )
    if (answered) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`npm start was not ready within ${startLimit / 1000} s:\n${running.output()}`)
}
