import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAlive } from '../is-alive.ts'
import { StackError } from './settings.ts'

/** The facts that a running stack publishes for the other commands of its checkout. */
export interface RunningStack {
  /** The process that runs it. */
  pid: number
  baseUrl: string
  /** Connection string of the database's owner. */
  databaseUrl: string
  /** The local provider's token endpoint. Undefined when the provider is an external one. */
  tokenEndpoint: string | undefined
}

const fileIn = (stateDirectory: string) => path.join(stateDirectory, 'running.json')

/** The stack that runs on a state folder at this moment. */
export function findRunning(stateDirectory: string): RunningStack | undefined {
  const file = fileIn(stateDirectory)
  if (!existsSync(file)) return undefined
  const running = JSON.parse(readFileSync(file, 'utf8')) as RunningStack
  return isAlive(running.pid) ? running : undefined
}

/** Takes a state folder for this process. @throws StackError when another process has it */
export function claim(stateDirectory: string): void {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 })
  const running = findRunning(stateDirectory)
  if (running)
    throw new StackError(
      `This checkout already runs at ${running.baseUrl} (process ${running.pid}). Stop that first, or set LOCAL_STATE_DIR and other ports.`,
    )
}

/** Tells the other commands what runs. */
export function announce(stateDirectory: string, running: RunningStack): void {
  writeFileSync(fileIn(stateDirectory), JSON.stringify(running), { mode: 0o600 })
}

/** Takes the word back. */
export function retract(stateDirectory: string): void {
  rmSync(fileIn(stateDirectory), { force: true })
}
