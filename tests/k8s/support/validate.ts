import path from 'node:path'
import ts from 'typescript'
import type { Manifest } from './manifest.ts'
import { k8s } from './render.ts'

/**
 * What the Kubernetes API would refuse in a manifest, by the validators of kubernetes-models; empty
 * when nothing.
 */
export async function invalidValues(manifest: Manifest): Promise<string[]> {
  const models = (await import(moduleOf(manifest))) as Record<
    string,
    new (data: unknown) => { validate(): void }
  >
  const Model = models[manifest.kind]
  if (!Model) return [`${manifest.apiVersion} ${manifest.kind}: unknown kind`]
  try {
    new Model(manifest).validate()
    return []
  }
  catch (error) {
    return [`${manifest.kind} ${manifest.metadata.name}: ${(error as Error).message}`]
  }
}

/**
 * Keys that the Kubernetes API does not know, which the validators let pass: every manifest becomes
 * an object literal of its kind's type, in which TypeScript allows no other key.
 */
export function unknownKeys(manifests: readonly Manifest[]): string[] {
  const file = path.join(k8s, '..', 'manifests.check.ts')
  const source = manifests
    .map(
      (manifest, index) =>
        `import type { I${manifest.kind} as I${index} } from '${moduleOf(manifest)}'\nexport const m${index}: I${index} = ${JSON.stringify(manifest)}`,
    )
    .join('\n')
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = name => name === file || fileExists(name)
  host.readFile = name => (name === file ? source : readFile(name))
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2024, true)
      : getSourceFile(name, ...rest)
  const program = ts.createProgram([file], options, host)
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map((diagnostic) => {
    const line = source.slice(0, diagnostic.start).split('\n').length
    const manifest = manifests[Math.floor((line - 1) / 2)]
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    return `${manifest?.kind} ${manifest?.metadata.name}: ${text}`
  })
}

function moduleOf({ apiVersion, kind }: Manifest): string {
  return `kubernetes-models/${apiVersion}/${kind}`
}
