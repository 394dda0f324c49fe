import { execFileSync, spawn } from 'node:child_process'
import { freePort } from '../../../dev/free-port.ts'
import { paths } from '../../../dev/identity-provider/paths.ts'
import { findRunning } from '../../../dev/stack/running.ts'
import { localSecrets } from '../../../dev/stack/secrets.ts'

/** A replica of the built application: it knows the sessions of the stack of this run. */
export interface SecondServer {
  url: string
  /** What it has written to its standard output and error. */
  log: () => string
  /** The memory that its process has in main memory, in bytes. */
  residentMemory: () => number
  stop: () => Promise<void>
}

/**
 * Starts a replica that differs from the stack's own in `environment`, and waits until it answers.
 *
 * @throws Error with its words when it ends instead
 */
export async function startSecondServer(
  environment: Record<string, string>,
): Promise<SecondServer> {
  const {
    LOCAL_STATE_DIR: stateDirectory = '',
    E2E_APP_URL: baseUrl,
    E2E_PROVIDER_URL: providerUrl,
  } = process.env
  const [port, secrets] = [await freePort(), localSecrets(stateDirectory)]
  const child = spawn(process.execPath, ['.output/server/index.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NITRO_HOST: '127.0.0.1',
      PORT: String(port),
      BASE_URL: baseUrl,
      SERVER_DATABASE_URL: findRunning(stateDirectory)!.databaseUrl,
      OIDC_ISSUER: new URL(paths.application, providerUrl).href,
      OIDC_CLIENT_SECRET: secrets.clientSecret,
      SESSION_SECRET: secrets.sessionSecret,
      ...environment,
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text
    })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = `http://localhost:${port}`
  while (
    !(await fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(log)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  const stop = () => {
    child.kill('SIGTERM')
    return exited
  }
  const residentMemory = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024
  return { url, log: () => log, residentMemory, stop }
}
