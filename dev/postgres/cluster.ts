import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import { freePort, isFree } from '../free-port.ts'
import { isAlive } from '../is-alive.ts'
import { runGuarded, type GuardedProcess } from '../guarded.ts'
import { postgresBinaries, type PostgresBinaries } from './binaries.ts'

/** A running local PostgreSQL. */
export interface PostgresCluster {
  /** Connection string of the superuser for `database` (default `postgres`). */
  url: (database?: string) => string
  port: number
  stop: () => Promise<void>
  /** Settles when the server has ended, asked or not. */
  exited: Promise<unknown>
}

/** The state that must stay the same between two starts of a cluster. */
interface ClusterState {
  port: number
  password: string
}

/**
 * Starts PostgreSQL on a data folder, which is made on first use, and waits until it answers.
 *
 * The port is free at first use and then kept beside the data, with the superuser's password (mode
 * 0600). The server stops with this process, also when this process is killed: a guard holds its
 * standard input.
 *
 * @param directory a folder of its own; as root its parents must be enterable by others, see
 *   postgresFolder
 * @param options `durable: false` turns fsync and the log of statements' errors off, for databases
 *   that live as long as a test
 * @throws Error with PostgreSQL's own words when it cannot start
 */
export async function startPostgres(
  directory: string,
  options: { durable?: boolean } = {},
): Promise<PostgresCluster> {
  const binaries = postgresBinaries()
  const data = path.join(directory, 'data')
  const state = await initialise(binaries, directory, data)
  const guard = launch(binaries, data, state.port, options.durable ?? true)
  const url = (database = 'postgres') =>
    `postgres://postgres:${state.password}@127.0.0.1:${state.port}/${database}`
  await waitUntilReady(guard, url())
  return {
    url,
    port: state.port,
    stop: guard.stop,
    exited: new Promise(resolve => guard.process.once('exit', resolve)),
  }
}

async function initialise(
  binaries: PostgresBinaries,
  directory: string,
  data: string,
): Promise<ClusterState> {
  const stateFile = path.join(directory, 'cluster.json')
  if (existsSync(path.join(data, 'PG_VERSION')) && existsSync(stateFile)) {
    await waitForPreviousExit(data)
    const state = JSON.parse(readFileSync(stateFile, 'utf8')) as ClusterState
    if (await isFree(state.port)) return state
    const moved = { ...state, port: await freePort() }
    writeFileSync(stateFile, JSON.stringify(moved), { mode: 0o600 })
    return moved
  }
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o711)
  if (binaries.identity) chownSync(data, binaries.identity.uid, binaries.identity.gid)
  const state = { port: await freePort(), password: randomBytes(18).toString('base64url') }
  const passwordFile = path.join(directory, 'initial-password')
  writeFileSync(passwordFile, state.password, { mode: 0o600 })
  if (binaries.identity) chownSync(passwordFile, binaries.identity.uid, binaries.identity.gid)
  const made = spawnSync(
    path.join(binaries.directory, 'bin', 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...binaries.identity, cwd: '/', encoding: 'utf8', env: libraryPath(binaries) },
  )
  rmSync(passwordFile, { force: true })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`)
  writeFileSync(stateFile, JSON.stringify(state), { mode: 0o600 })
  return state
}

/**
 * After a crash the former server may still be writing its last pages: waits up to ten seconds
 * until it has ended.
 */
async function waitForPreviousExit(data: string): Promise<void> {
  const pidFile = path.join(data, 'postmaster.pid')
  for (const deadline = Date.now() + 10_000; existsSync(pidFile) && Date.now() < deadline;) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
    if (!isAlive(pid)) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

function launch(
  binaries: PostgresBinaries,
  data: string,
  port: number,
  durable: boolean,
): GuardedProcess {
  // Tests provoke errors by the thousand; writing each with its statement down costs as much as
  // answering it.
  const speed = durable
    ? []
    : [
        ['fsync', 'off'],
        ['synchronous_commit', 'off'],
        ['full_page_writes', 'off'],
        ['log_min_messages', 'fatal'],
        ['wal_init_zero', 'off'],
        ['wal_level', 'minimal'],
        ['max_wal_senders', '0'],
      ].flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return runGuarded(
    [
      path.join(binaries.directory, 'bin', 'postgres'),
      '-D',
      data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
      '-c',
      'timezone=UTC',
      '-c',
      'log_timezone=UTC',
      ...speed,
    ],
    {
      signal: 'SIGINT',
      user: binaries.identity,
      env: libraryPath(binaries),
      output: { stdout: 'ignore', stderr: 'pipe' },
    },
  )
}

/** Waits up to a minute for the first answer. */
async function waitUntilReady(
  { process: guard }: GuardedProcess,
  connectionString: string,
): Promise<void> {
  let log = ''
  guard.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4000)
  })
  for (const deadline = Date.now() + 60_000; ;) {
    if (guard.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log}`)
    const client = new pg.Client({ connectionString })
    try {
      await client.connect()
      await client.end()
      return
    }
    catch (error) {
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not answer: ${log}`, { cause: error })
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}

function libraryPath(binaries: PostgresBinaries): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LD_LIBRARY_PATH: path.join(binaries.directory, 'lib'),
    LC_ALL: 'C.UTF-8',
  }
}
