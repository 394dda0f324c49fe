import { nameKey } from '../../catalog/types.ts'
import type { SourceEntry, UnsupportedEntry } from '../document.ts'
import type { NamingConvention, ResolvedSource, SourceCustomization } from '../types.ts'
import { Fields, list, oneOf, string, uniqueList, type Cursor } from './cursor.ts'
import { functionEntry } from './function.ts'
import { tableEntry } from './table.ts'

const sourceKeys = [
  'name',
  'kind',
  'configuration',
  'customization',
  'tables',
  'functions',
  'logical_models',
  'native_queries',
  'stored_procedures',
  'health_check',
]

/** One entry of `sources`. Of a source that is not Postgres only the name is read. */
export function sourceEntry(at: Cursor): SourceEntry {
  const fields = new Fields(at)
  const kind = fields.optional('kind', string, 'postgres')
  const name = fields.required('name', string)
  if (kind !== 'postgres' && kind !== 'pg') {
    return {
      name,
      kind,
      databaseUrl: undefined,
      customization: noCustomization,
      tables: [],
      functions: [],
      unsupported: [],
    }
  }
  const source = new Fields(at, sourceKeys)
  return {
    name,
    kind,
    databaseUrl: source.optional('configuration', connection, undefined),
    customization: source.optional('customization', customization, noCustomization),
    tables: source.optional(
      'tables',
      uniqueList(tableEntry, entry => nameKey(entry.name)),
      [],
    ),
    functions: source.optional(
      'functions',
      uniqueList(functionEntry, entry => nameKey(entry.name)),
      [],
    ),
    unsupported: ['logical_models', 'native_queries', 'stored_procedures'].flatMap(key =>
      source.optional(key, list(unsupportedModel(key)), []),
    ),
  }
}

function unsupportedModel(key: string): (at: Cursor) => UnsupportedEntry {
  return at => ({
    type: 'source',
    name: at.path,
    reason: `${key} are not supported by this engine`,
  })
}

const noCustomization: SourceCustomization = {
  rootFields: { namespace: undefined, prefix: '', suffix: '' },
  typeNames: { prefix: '', suffix: '' },
  namingConvention: undefined,
}

function customization(at: Cursor): SourceCustomization {
  const fields = new Fields(at, ['root_fields', 'type_names', 'naming_convention'])
  const rootFields = new Fields(
    { value: fields.at('root_fields').value ?? {}, path: fields.at('root_fields').path },
    ['namespace', 'prefix', 'suffix'],
  )
  const typeNames = new Fields(
    { value: fields.at('type_names').value ?? {}, path: fields.at('type_names').path },
    ['prefix', 'suffix'],
  )
  return {
    rootFields: {
      namespace: rootFields.optional('namespace', string, '') || undefined,
      prefix: rootFields.optional('prefix', string, ''),
      suffix: rootFields.optional('suffix', string, ''),
    },
    typeNames: {
      prefix: typeNames.optional('prefix', string, ''),
      suffix: typeNames.optional('suffix', string, ''),
    },
    namingConvention: fields.optional(
      'naming_convention',
      oneOf<NamingConvention>('hasura-default', 'graphql-default'),
      undefined,
    ),
  }
}

/**
 * The place of the database, where it is a URL or an environment variable; other forms leave it to
 * the engine's options.
 */
function connection(at: Cursor): ResolvedSource['databaseUrl'] {
  const url = new Fields(at).optional(
    'connection_info',
    place => new Fields(place).at('database_url').value,
    undefined,
  )
  if (typeof url === 'string') return { kind: 'url', url }
  const variable =
    typeof url === 'object' && url !== null && 'from_env' in url ? url.from_env : undefined
  return typeof variable === 'string' ? { kind: 'env', variable } : undefined
}
