import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { MetadataError } from './errors.ts'
import { assertVersion } from './version.ts'

/**
 * File of the CLI's directory → key of the document. Files of other names (actions.graphql) are not
 * read.
 */
const sections = {
  inherited_roles: 'inherited_roles',
  query_collections: 'query_collections',
  allow_list: 'allowlist',
  graphql_schema_introspection: 'graphql_schema_introspection',
  api_limits: 'api_limits',
  remote_schemas: 'remote_schemas',
  cron_triggers: 'cron_triggers',
  rest_endpoints: 'rest_endpoints',
  network: 'network',
  opentelemetry: 'opentelemetry',
  metrics_config: 'metrics_config',
  backend_configs: 'backend_configs',
} as const

/**
 * Reads metadata: a directory in the layout of the Hasura CLI (config version 3), or one JSON or
 * YAML file as `metadata export` answers.
 *
 * @returns the document, not yet checked: see `decodeMetadata`
 * @throws MetadataError naming the file that is missing or cannot be parsed
 */
export async function loadMetadata(location: string): Promise<unknown> {
  const isDirectory = await stat(location).then(
    entry => entry.isDirectory(),
    (cause: unknown) => {
      throw new MetadataError(location, 'there is no such file or directory', { cause })
    },
  )
  return isDirectory ? loadDirectory(location) : readDocument(location)
}

async function loadDirectory(directory: string): Promise<Record<string, unknown>> {
  const versionFile = path.join(directory, 'version.yaml')
  const { version } = (await readDocument(versionFile)) as { version?: unknown }
  assertVersion(version, `${versionFile} version`)
  const document: Record<string, unknown> = {
    version,
    sources: await readDocument(path.join(directory, 'databases', 'databases.yaml')),
  }
  for (const [file, key] of Object.entries(sections))
    document[key] = await readIfPresent(path.join(directory, `${file}.yaml`))
  const actions = (await readIfPresent(path.join(directory, 'actions.yaml'))) as
    { actions?: unknown } | null | undefined
  document.actions = actions?.actions
  return document
}

async function readIfPresent(file: string): Promise<unknown> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  )
  return exists ? readDocument(file) : undefined
}

/**
 * A file with every include replaced by the content of the included file. A JSON file has no
 * includes.
 *
 * @param includedBy the files on the way here, to notice a file that includes itself
 */
async function readDocument(file: string, includedBy: readonly string[] = []): Promise<unknown> {
  if (includedBy.includes(file)) throw new MetadataError(file, 'the file includes itself')
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MetadataError(file, 'the file cannot be read', { cause })
  })
  return file.endsWith('.json')
    ? parseText(file, text)
    : include(parseText(file, text), [...includedBy, file])
}

function parseText(file: string, text: string): unknown {
  try {
    return file.endsWith('.json') ? JSON.parse(text) : parse(text, { customTags: [includeTag] })
  }
  catch (cause) {
    throw new MetadataError(file, `the file cannot be parsed: ${(cause as Error).message}`, {
      cause,
    })
  }
}

/** The YAML tag `!include x.yaml` becomes the string that the CLI writes. */
const includeTag = { tag: '!include', resolve: (name: string) => `!include ${name}` }

const includePattern = /^!include\s+(\S.*)$/

async function include(value: unknown, files: readonly string[]): Promise<unknown> {
  if (typeof value === 'string') {
    const target = includePattern.exec(value)?.[1]
    return target === undefined
      ? value
      : readDocument(path.resolve(path.dirname(files.at(-1) ?? ''), target.trim()), files)
  }
  if (Array.isArray(value)) return Promise.all(value.map(item => include(item, files)))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      async ([key, item]) => [key, await include(item, files)] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  }
  return value
}
