import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The application as built, in a process of its own. */
export interface BuiltServer {
  /** Where it answers; no slash at the end. */
  readonly url: string
  /** What it has written to its standard output and error. */
  readonly log: () => string
  /** The memory that its process has in main memory, in bytes. */
  readonly residentMemory: () => number
  readonly stop: () => Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Ends the server when its standard input closes, which the kernel does also when the process of a
 * test is killed.
 */
const untilInputEnds =
  '--import=data:text/javascript,process.stdin.on("end",()=>process.kill(process.pid)).resume().unref()'

/**
 * Starts `.output/server` with these environment variables and no others, and waits until it answers.
 *
 * @param variables name a free PORT
 * @param flags of Node.js
 * @throws Error with its words when it ends instead
 */
export async function startBuiltServer(
  variables: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<BuiltServer> {
  const child = spawn(process.execPath, [untilInputEnds, ...flags, '.output/server/index.mjs'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production',
      NITRO_HOST: '127.0.0.1',
      // Milliseconds for open connections to end.
      NITRO_SHUTDOWN_TIMEOUT: '1000',
      ...variables,
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = `http://localhost:${variables.PORT}`
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null) throw new Error(log)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  return {
    url,
    log: () => log,
    residentMemory: () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024,
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}

const isHealthy = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
