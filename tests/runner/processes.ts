import { spawn } from 'node:child_process'
import { appendFileSync, closeSync, openSync } from 'node:fs'

/** The process groups that are running, by the id of their first process. */
const groups = new Set<number>()

/**
 * Runs a command of the project's own tools to its end, in a process group of its own, with its
 * output in a log file. What it leaves running is ended.
 *
 * @returns the exit code; 1 when it could not start or a signal ended it
 */
export async function run(
  command: string[],
  log: string,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const [program = '', ...args] = command
  const output = openSync(log, 'w')
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...environment },
  })
  closeSync(output)
  if (child.pid) groups.add(child.pid)
  const code = await new Promise<number>((resolve) => {
    child.on('exit', exitCode => resolve(exitCode ?? 1))
    child.on('error', (error) => {
      appendFileSync(log, `${error.message}\n`)
      resolve(1)
    })
  })
  if (child.pid) await end(child.pid)
  return code
}

/** Ends everything that is still running. */
export async function stopAll(): Promise<void> {
  await Promise.all([...groups].map(end))
}

/** Ends a process group, politely and two seconds later by force. */
async function end(group: number): Promise<void> {
  for (
    let waited = 0, alive = signal(group, 'SIGTERM');
    alive && waited < 2000;
    waited += 20, alive = signal(group, 0)
  ) {
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  signal(group, 'SIGKILL')
  groups.delete(group)
}

/** Whether the group still had a process that could get the signal. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name)
  }
  catch {
    return false
  }
}
