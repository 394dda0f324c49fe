import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseModule, type Import, type ParsedModule } from './parse-module.ts'
import { autoImports } from './auto-imports.ts'
import { modules, root } from './source-files.ts'

/** One module and what it takes from others. */
export interface ModuleNode {
  file: string
  exports: string[]
  /** Own modules, also those that Nuxt imports by itself. */
  imports: Import[]
  /** npm packages, by name. */
  packages: string[]
  /** Relative or aliased specifiers that lead nowhere. */
  unresolved: string[]
}

/** All modules of the project with their resolved imports. */
export function moduleGraph(): ModuleNode[] {
  const parsed = new Map(modules().map(file => [file, parseModule(file)]))
  const resolveFree = autoImports(parsed)
  return [...parsed].map(([file, module]) => node(file, module, resolveFree(file, module)))
}

function node(file: string, parsed: ParsedModule, automatic: Import[]): ModuleNode {
  const result: ModuleNode = {
    file,
    exports: parsed.exports,
    imports: automatic,
    packages: [],
    unresolved: [],
  }
  for (const { specifier, names } of parsed.imports) {
    const base = ownPath(file, specifier)
    if (base === undefined) {
      if (!isProvidedByTools(specifier)) result.packages.push(packageName(specifier))
      continue
    }
    const target = existing(base)
    if (target === undefined) result.unresolved.push(specifier)
    else result.imports.push({ file: target, names })
  }
  return result
}

/** The path from the root that a relative or aliased specifier means; nothing for a package. */
function ownPath(file: string, specifier: string): string | undefined {
  const bare = specifier.split('?')[0] ?? specifier
  if (bare.startsWith('.')) return path.posix.join(path.posix.dirname(file), bare)
  if (bare.startsWith('#shared/')) return bare.slice(1)
  const alias = /^(~~|@@|~|@)\/(.*)$/.exec(bare)
  if (!alias) return undefined
  return alias[1]?.length === 2 ? alias[2] : `app/${alias[2]}`
}

function existing(base: string): string | undefined {
  const candidates = [
    base,
    ...['.ts', '.vue', '.mjs', '.js', '/index.ts'].map(ending => base + ending),
  ]
  return candidates.find(
    file => existsSync(path.join(root, file)) && statSync(path.join(root, file)).isFile(),
  )
}

/** Node's own modules and those that Nuxt and Nitro make: `node:fs`, `#imports`, `virtual:…`. */
function isProvidedByTools(specifier: string): boolean {
  return /^(node:|#|virtual:)/.test(specifier)
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}
