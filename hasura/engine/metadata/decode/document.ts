import type { MetadataDocument, UnsupportedEntry } from '../document.ts'
import type { AllowListEntry, CollectionQuery } from '../types.ts'
import { assertVersion } from '../version.ts'
import { boolean, fail, Fields, list, string, type Cursor } from './cursor.ts'
import { sourceEntry } from './source.ts'

const documentKeys = [
  'version',
  'sources',
  'inherited_roles',
  'query_collections',
  'allowlist',
  'graphql_schema_introspection',
  'api_limits',
  'remote_schemas',
  'actions',
  'custom_types',
  'cron_triggers',
  'rest_endpoints',
  'network',
  'opentelemetry',
  'metrics_config',
  'backend_configs',
]

/**
 * Checks the shape of a whole metadata document.
 *
 * @param value `{version: 3, sources: […], …}`, or that inside `{resource_version, metadata}`
 * @throws MetadataError naming the place, when a shape is wrong, a key is unknown, or a key would
 *   have to be enforced but is not implemented
 */
export function decodeMetadata(value: unknown): MetadataDocument {
  const root: Cursor = { value, path: '' }
  const inside = new Fields(root).at('metadata')
  const document = inside.value === undefined ? root : inside
  const version = new Fields(document).at('version')
  assertVersion(version.value, version.path)
  const fields = new Fields(document, documentKeys)
  refuseLimits(fields)
  return {
    sources: fields.optional('sources', list(sourceEntry), []),
    inheritedRoles: new Map(fields.optional('inherited_roles', list(inheritedRole), [])),
    queryCollections: new Map(fields.optional('query_collections', list(queryCollection), [])),
    allowList: fields.optional('allowlist', list(allowListEntry), []),
    introspectionDisabledFor: fields.optional('graphql_schema_introspection', disabledRoles, []),
    unsupported: [
      ...fields.optional('remote_schemas', list(unsupported('remote_schema')), []),
      ...fields.optional('actions', list(unsupported('action')), []),
      ...fields.optional('cron_triggers', list(unsupported('cron_trigger')), []),
      ...fields.optional('rest_endpoints', list(unsupported('rest_endpoint')), []),
    ],
  }
}

/** Limits protect the server: they are honoured or refused, never ignored. */
function refuseLimits(fields: Fields): void {
  fields.optional(
    'api_limits',
    (at) => {
      const limits = new Fields(at)
      if (limits.names().length === 0 || limits.optional('disabled', boolean, false)) return
      fail(
        at,
        'is not implemented by this engine, so it cannot be honoured; remove it or set disabled: true',
      )
    },
    undefined,
  )
}

function inheritedRole(at: Cursor): [string, string[]] {
  const fields = new Fields(at, ['role_name', 'role_set'])
  return [fields.required('role_name', string), fields.required('role_set', list(string))]
}

function queryCollection(at: Cursor): [string, CollectionQuery[]] {
  const fields = new Fields(at, ['name', 'definition', 'comment'])
  const definition = fields.required('definition', place => new Fields(place, ['queries']))
  return [fields.required('name', string), definition.required('queries', list(collectionQuery))]
}

function collectionQuery(at: Cursor): CollectionQuery {
  const fields = new Fields(at, ['name', 'query'])
  return { name: fields.required('name', string), query: fields.required('query', string) }
}

function allowListEntry(at: Cursor): AllowListEntry {
  const fields = new Fields(at, ['collection', 'scope'])
  const roles = fields.optional(
    'scope',
    (place) => {
      const scope = new Fields(place, ['global', 'roles'])
      return scope.required('global', boolean) ? undefined : scope.required('roles', list(string))
    },
    undefined,
  )
  return { collection: fields.required('collection', string), roles }
}

function disabledRoles(at: Cursor): string[] {
  return new Fields(at, ['disabled_for_roles']).optional('disabled_for_roles', list(string), [])
}

function unsupported(type: UnsupportedEntry['type']): (at: Cursor) => UnsupportedEntry {
  return at => ({
    type,
    name: `${type.replace('_', ' ')} ${new Fields(at).required('name', string)}`,
    reason: 'this engine serves one PostgreSQL source and calls no other service',
  })
}
