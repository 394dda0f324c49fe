import type { Import, ParsedModule } from './parse-module.ts'

type Parsed = ReadonlyMap<string, ParsedModule>
type Resolver = (file: string, module: ParsedModule) => Import[]

/**
 * Resolves names that a module uses without an import to what is provided under these names:
 * components (by Nuxt) and the utilities of the server (by Nitro). Composables, stores and
 * utilities of the app are imported by name.
 */
export function autoImports(parsed: Parsed): Resolver {
  const components = componentNames([...parsed.keys()])
  const utilities = exportedNames(parsed, /^server\/utils\/.+\.ts$/)
  return (file, module) => {
    if (file.startsWith('app/')) return lookUp(components, module, file)
    return file.startsWith('server/') ? lookUp(utilities, module, file) : []
  }
}

function lookUp(names: Map<string, string>, module: ParsedModule, file: string): Import[] {
  return [...module.free].flatMap((name) => {
    const target = names.get(name)
    return target === undefined || target === file
      ? []
      : [{ file: target, names: { kind: 'named' as const, names: [name] } }]
  })
}

function exportedNames(parsed: Parsed, from: RegExp): Map<string, string> {
  return new Map(
    [...parsed]
      .filter(([file]) => from.test(file))
      .flatMap(([file, module]) => module.exports.map(name => [name, file] as const)),
  )
}

/** A component's name is its file's, whatever its folder; `Lazy` may stand before it. */
function componentNames(files: string[]): Map<string, string> {
  return new Map(
    files.flatMap((file) => {
      const name = /^app\/components\/(?:.+\/)?(\w+)(?:\.client|\.server)?\.vue$/.exec(file)?.[1]
      return name
        ? ([
            [name, file],
            [`Lazy${name}`, file],
          ] as const)
        : []
    }),
  )
}
