import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-files.ts'

interface LockedPackage {
  optionalDependencies?: Record<string, string>
}

/**
 * `npm install` silently leaves out optional packages that the registry does not have (yet), and
 * then `npm ci` refuses the lock file that it wrote.
 */
test('the lock file holds every optional dependency that its packages name', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter(name => !isLocked(lock.packages, place, name))
      .map(name => `${place}: ${name}`),
  )
  expect(missing).toEqual([])
})

/**
 * Looks for a package as Node does: below the package that asks, then beside it, and so on up to
 * the root.
 */
function isLocked(packages: Record<string, LockedPackage>, place: string, name: string): boolean {
  const here = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`
  if (here in packages) return true
  if (place === '') return false
  const parent = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))
  return isLocked(packages, parent, name)
}
