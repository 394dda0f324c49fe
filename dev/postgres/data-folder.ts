import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * The folder for PostgreSQL's data below a state folder, made if new.
 *
 * As root PostgreSQL runs as "nobody", who may not enter a private home directory. The data is then
 * kept outside, in a folder whose name comes from the state folder's path, with a link to it in the
 * state folder.
 */
export function postgresFolder(stateDirectory: string): string {
  const wanted = path.join(stateDirectory, 'postgres')
  if (existsSync(wanted)) return realpathSync(wanted)
  rmSync(wanted, { force: true })
  const isRoot = process.getuid?.() === 0
  if (!isRoot || canBeEntered(path.dirname(realpathSync(stateDirectory)))) {
    if (isRoot) chmodSync(stateDirectory, 0o711)
    mkdirSync(wanted, { recursive: true })
    return wanted
  }
  const hash = createHash('sha256').update(realpathSync(stateDirectory)).digest('hex').slice(0, 16)
  const outside = path.join(publicParent(), `goals-${hash}`)
  mkdirSync(outside, { recursive: true, mode: 0o711 })
  symlinkSync(outside, wanted)
  return outside
}

/** Deletes PostgreSQL's data of a state folder, also where it is kept outside. */
export function removePostgresFolder(stateDirectory: string): void {
  const wanted = path.join(stateDirectory, 'postgres')
  if (lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() && existsSync(wanted)) {
    rmSync(realpathSync(wanted), { recursive: true, force: true })
  }
  rmSync(wanted, { recursive: true, force: true })
}

/** Whether every user may pass through a folder and all above it. */
function canBeEntered(directory: string): boolean {
  for (let folder = directory; ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

function publicParent(): string {
  const lib = '/var/lib'
  try {
    accessSync(lib, constants.W_OK)
    return lib
  }
  catch {
    return os.tmpdir()
  }
}
