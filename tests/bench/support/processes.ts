import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** The folder of the benchmark. */
export const bench = fileURLToPath(new URL('..', import.meta.url))
/** The folder of the project. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A server in a process of its own. */
export interface RunningProcess {
  readonly pid: number
  readonly stop: () => Promise<void>
}

/**
 * Starts a Node.js program and waits until it says "listening".
 *
 * @throws Error with the last of its output when it ends instead, or takes more than a minute
 */
export async function startServer(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  await listening(child, script)
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      process.off('exit', kill)
      const ended = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(kill, 5000)
      await ended
      clearTimeout(timer)
    },
  }
}

function listening(child: ChildProcess, script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (reason: string) =>
      reject(new Error(`${script} ${reason}: ${output.slice(-2000)}`))
    const timer = setTimeout(() => fail('did not start in a minute'), 60_000)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-4000)
        if (!output.includes('listening on')) return
        clearTimeout(timer)
        resolve()
      })
    }
    child.once('exit', () => fail('ended'))
  })
}

/** Runs a Node.js program that reads one JSON value and answers one. */
export async function runTool<Answer>(script: string, input: unknown): Promise<Answer> {
  const child = spawn(process.execPath, [script], {
    cwd: bench,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stdin.end(JSON.stringify(input))
  const code = await new Promise(resolve => child.once('close', resolve))
  if (code !== 0) throw new Error(`${script} ended with code ${String(code)}`)
  return JSON.parse(Buffer.concat(chunks).toString()) as Answer
}

/** Memory that a process holds, in bytes; undefined where there is no /proc. */
export function residentMemory(pid: number): number | undefined {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readProc(pid, 'status'))?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
}

/** Processor time that a process has used, in seconds; undefined where there is no /proc. */
export function processorTime(pid: number): number | undefined {
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ')
  const ticksPerSecond = 100
  return fields ? (Number(fields[11]) + Number(fields[12])) / ticksPerSecond : undefined
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  }
  catch {
    return ''
  }
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
