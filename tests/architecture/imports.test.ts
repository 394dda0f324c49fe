import { describe, expect, test } from 'vitest'
import { contains, layerOf, type Layer } from './layers.ts'
import { moduleGraph, type ModuleNode } from './module-graph.ts'

const graph = moduleGraph()
const inLayers = graph
  .filter(({ file }) => file.includes('/'))
  .map(module => ({ module, layer: layerOf(module.file) }))

describe('imports', () => {
  test('every module belongs to a layer', () => {
    expect(inLayers.filter(({ layer }) => !layer).map(({ module }) => module.file)).toEqual([])
  })

  test('every relative or aliased import leads to a file', () => {
    expect(
      graph.flatMap(({ file, unresolved }) =>
        unresolved.map(specifier => `${file} → ${specifier}`),
      ),
    ).toEqual([])
  })

  test('run one way', () => {
    expect(
      inLayers.flatMap(({ module, layer }) => (layer ? forbidden(module, layer) : [])),
    ).toEqual([])
  })

  test('take only the packages of their layer', () => {
    expect(
      inLayers.flatMap(({ module, layer }) => (layer ? foreignPackages(module, layer) : [])),
    ).toEqual([])
  })

  test('make no circles', () => {
    expect(circles(graph)).toEqual([])
  })

  test('use every exported value', () => {
    expect(deadExports(graph)).toEqual([])
  })
})

function forbidden({ file, imports }: ModuleNode, layer: Layer): string[] {
  return imports
    .filter(
      target =>
        layerOf(target.file) !== layer && !layer.may.some(place => contains(place, target.file)),
    )
    .map(target => `${file} → ${target.file}`)
}

function foreignPackages({ file, packages }: ModuleNode, layer: Layer): string[] {
  const allowed = layer.packages
  return allowed === 'any'
    ? []
    : packages.filter(name => !allowed.includes(name)).map(name => `${file} → ${name}`)
}

/**
 * Every import that closes a circle, found by walking depth first. One of types only counts as
 * well: what speaks of each other belongs in one module.
 */
function circles(modules: ModuleNode[]): string[] {
  const byFile = new Map(modules.map(module => [module.file, module]))
  const finished = new Set<string>()
  const found: string[][] = []
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) return void found.push([...path.slice(path.indexOf(file)), file])
    if (finished.has(file)) return
    for (const target of byFile.get(file)?.imports ?? []) walk(target.file, [...path, file])
    finished.add(file)
  }
  for (const { file } of modules) walk(file, [])
  return found.map(circle => circle.join(' → '))
}

/**
 * Modules whose exports tools read: Drizzle's kit, the tools' configurations at the root, and the
 * door of the engine's library.
 */
const readByTools = /^(db\/schema\/|hasura\/engine\/index\.ts$|[^/]+$|tests\/)/

/** Exported values that no other module imports. */
function deadExports(modules: ModuleNode[]): string[] {
  const taken = new Set(
    modules.flatMap(({ imports }) =>
      imports.flatMap(({ file, names }) =>
        names.kind === 'all' ? [file] : names.names.map(name => `${file}: ${name}`),
      ),
    ),
  )
  return modules
    .filter(({ file }) => !readByTools.test(file) && !taken.has(file))
    .flatMap(({ file, exports }) => exports.map(name => `${file}: ${name}`))
    .filter(name => !taken.has(name))
}
