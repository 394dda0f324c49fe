// `npm start` runs the built application with all that it needs, `npm run dev` the same with hot
// reload (argument: dev).
import { readFileSync } from 'node:fs'
import { setInterval } from 'node:timers/promises'
import { runStack, type Stack } from './run-stack.ts'
import { readSettings, StackError } from './settings.ts'

/** Why the stack stops: it was asked to, or a part of it failed. */
interface Ending {
  exitCode: 0 | 1
  reason: string
}

const say = (line: string) => console.log(line)

async function main(mode: 'built' | 'dev'): Promise<void> {
  const ending = Promise.race([signalled(), orphaned()])
  const settings = readSettings()
  const started = await Promise.race([runStack(settings, mode, say), ending])
  // What is still starting is left to the guards, which end all of its processes with this one.
  if ('exitCode' in started) process.exit(started.exitCode)
  say(greeting(started, settings.external.issuer === undefined))
  const { exitCode, reason } = await Promise.race([
    ending,
    started.broken.then((broken): Ending => ({ exitCode: 1, reason: broken })),
  ])
  process.once('SIGINT', () => process.exit(1))
  say(`\n${reason} Stopping …`)
  await started.stop()
  process.exit(exitCode)
}

function signalled(): Promise<Ending> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve({ exitCode: 0, reason: 'Asked to stop.' }))
  })
}

/**
 * Settles when a process that started this one is gone: npm, or the shell that npm puts between.
 */
async function orphaned(): Promise<Ending> {
  const parent = process.ppid
  const grandparent = parentOf(parent)
  for await (const _ of setInterval(500, undefined, { ref: false }))
    if (process.ppid !== parent || parentOf(parent) !== grandparent) break
  return { exitCode: 1, reason: 'The process that started this one has ended.' }
}

/** The parent of a process. Undefined where the system has no /proc. */
function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  }
  catch {
    return undefined
  }
}

function greeting({ baseUrl }: Stack, isLocalProvider: boolean): string {
  const how = isLocalProvider
    ? 'Sign in as alice, bob, vera (who only reads) or under any new name; there is no password.\nThe first to sign in becomes the administrator.'
    : 'Sign in with your identity provider.'
  return `
Goals runs at ${baseUrl}

${how}

  npm run token -- alice    an access token for ${baseUrl}/v1/graphql
  npm run db:url            the database's address
  Ctrl-C                    stops everything
`
}

// A reader that goes away, such as `| head`, must not end the stack without stopping its parts.
process.stdout.on('error', () => {})

main(process.argv[2] === 'dev' ? 'dev' : 'built').catch((error: unknown) => {
  console.error(error instanceof StackError ? error.message : error)
  process.exit(1)
})
