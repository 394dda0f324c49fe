import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** The sources of the built application. */
export const sources = [
  'app',
  'server',
  'public',
  'shared',
  'db',
  'hasura/metadata',
  'hasura/permissions',
  'nuxt.config.ts',
  'package-lock.json',
  'tsconfig.json',
]

/** Folders below those that are not part of the application. */
const others = ['dev', 'db/triggers', 'db/seed']

/**
 * A hash of the content of everything that the built application is made of, and of the Node.js
 * release. Times do not count: a checkout or a copy makes new times, not a new application.
 */
export function sourceHash(root: string): string {
  const hash = createHash('sha256').update(process.version)
  for (const file of sourceFiles(root))
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function sourceFiles(root: string): string[] {
  return sources
    .map(source => path.join(root, source))
    .filter(source => existsSync(source))
    .flatMap(source => (statSync(source).isFile() ? [source] : filesBelow(source)))
    .map(file => path.relative(root, file).replaceAll(path.sep, '/'))
    .filter(file => !others.some(other => file.startsWith(`${other}/`)))
    .sort()
}

function filesBelow(folder: string): string[] {
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
}
