import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program that ends with this process, also when this process is killed. */
export interface GuardedProcess {
  process: ChildProcess
  /** Asks the program to end and waits until it has. */
  stop: () => Promise<void>
}

const guard = fileURLToPath(new URL('guard.ts', import.meta.url))

/**
 * Runs a program under guard.ts, which holds the other end of a pipe from this process: the kernel
 * closes it in any case. The program is in a process group of its own, so that Ctrl-C reaches this
 * process alone, and the order of ending is ours.
 *
 * @param options.signal how the program is asked to end
 * @param options.user the identity to run under; this process's own when absent
 */
export function runGuarded(
  command: readonly [program: string, ...args: string[]],
  options: {
    signal: NodeJS.Signals
    user?: { uid: number, gid: number } | undefined
    env: NodeJS.ProcessEnv
    cwd?: string
    output: { stdout: 'ignore' | 'inherit' | 'pipe', stderr: 'inherit' | 'pipe' }
  },
): GuardedProcess {
  const user = options.user ? `${options.user.uid}:${options.user.gid}` : '-'
  const child = spawn(process.execPath, [guard, options.signal, user, ...command], {
    stdio: ['pipe', options.output.stdout, options.output.stderr],
    env: options.env,
    cwd: options.cwd,
    detached: true,
  })
  return { process: child, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise(resolve => child.once('exit', resolve))
  child.stdin?.end()
  await exited
}
