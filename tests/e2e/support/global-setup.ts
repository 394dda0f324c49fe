import { execFileSync } from 'node:child_process'
import { startStack } from './stack.ts'

/**
 * Starts one stack for all tests and tells them where it is; the first person of all is its
 * administrator.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const stack = await startStack()
  Object.assign(process.env, stack.environment, {
    E2E_APP_URL: stack.appUrl,
    E2E_PROVIDER_URL: stack.providerUrl,
  })
  process.env.E2E_DATABASE_URL = npmRun('db:url')
  npmRun('token', '--', 'administrator')
  return stack.stop
}

/** What a command of the project prints. */
function npmRun(...command: string[]): string {
  return execFileSync('npm', ['run', '--silent', ...command], { encoding: 'utf8' }).trim()
}
