import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { runGuarded, type GuardedProcess } from '../guarded.ts'
import { sourceHash } from './source-hash.ts'
import { root, StackError } from './settings.ts'

const nuxt = path.join(root, 'node_modules', 'nuxt', 'bin', 'nuxt.mjs')
const built = path.join(root, '.output', 'server', 'index.mjs')
const builtFrom = path.join(root, '.output', 'sources.sha256')

/**
 * Builds the application unless what is built comes from these very sources.
 *
 * @throws StackError with the end of the build's own words
 */
export async function buildIfStale(say: (line: string) => void): Promise<void> {
  if (existsSync(built) && existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === sourceHash(root))
    return
  say(
    existsSync(built)
      ? 'The sources have changed: building the application (about a minute) …'
      : 'Building the application (about a minute) …',
  )
  await build('pipe')
}

/**
 * Builds the application and notes from which sources.
 *
 * @param output `inherit` shows the build's own words, `pipe` keeps their end for the error
 * @throws StackError when it could not be built
 */
export async function build(output: 'inherit' | 'pipe'): Promise<void> {
  const hash = sourceHash(root)
  const { process: builder } = runGuarded([process.execPath, nuxt, 'build'], {
    signal: 'SIGTERM',
    cwd: root,
    // Under a test runner's TEST, Nuxt would build another application.
    env: { ...process.env, NODE_ENV: 'production', TEST: '' },
    output: { stdout: output, stderr: output },
  })
  let log = ''
  for (const stream of [builder.stdout, builder.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-10_000)
    })
  }
  const code = await new Promise(resolve => builder.once('exit', resolve))
  if (code !== 0) throw new StackError(`The application could not be built:\n${log}`)
  writeFileSync(builtFrom, hash)
}

/**
 * Starts the application, built or under `nuxt dev`, and waits until it answers.
 *
 * @throws StackError when it ends before that
 */
export async function startApplication(
  mode: 'built' | 'dev',
  port: number,
  env: NodeJS.ProcessEnv,
): Promise<GuardedProcess> {
  const command =
    mode === 'built'
      ? ([built] as const)
      : ([nuxt, 'dev', '--port', String(port), '--host', '127.0.0.1'] as const)
  const application = runGuarded([process.execPath, ...command], {
    signal: 'SIGTERM',
    cwd: root,
    env,
    output: { stdout: mode === 'built' ? 'ignore' : 'inherit', stderr: 'inherit' },
  })
  await waitUntilReady(application, `http://127.0.0.1:${port}/healthz`)
  return application
}

/** Waits up to two minutes: `nuxt dev` prepares itself before the first answer. */
async function waitUntilReady(application: GuardedProcess, url: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; ;) {
    if (application.process.exitCode !== null)
      throw new StackError('The application ended while it was starting; its own words are above.')
    const answers = await fetch(url, { signal: AbortSignal.timeout(5000) }).then(
      response => response.ok,
      () => false,
    )
    if (answers) return
    if (Date.now() > deadline) {
      await application.stop()
      throw new StackError('The application did not answer within two minutes.')
    }
    await setTimeout(25)
  }
}
