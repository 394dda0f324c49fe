import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { readCatalog } from './catalog/read.ts'
import { decodeMetadata } from './metadata/decode/document.ts'
import { loadMetadata } from './metadata/load.ts'
import { enumTableNames, resolveMetadata } from './metadata/resolve.ts'
import type { ResolvedMetadata } from './metadata/types.ts'
import type { Settings } from './options.ts'
import { buildRoleSchema } from './schema/build.ts'
import type { RoleSchema, SchemaOptions } from './schema/types.ts'

/** What the engine knows at one time: metadata resolved against the database, and the schemas made from it. Replaced as a whole by a reload. */
export interface Model {
  readonly metadata: ResolvedMetadata
  /** The schema of a role; made at first use and kept while there is room. */
  readonly schema: (role: string, backendOnly: boolean) => RoleSchema
}

/** Schemas kept: a client that knows the admin secret may name any role, so their number needs a bound. */
const maxSchemas = 200

const catalogConnections = 3

/**
 * Reads metadata and catalog and puts them together.
 *
 * @throws MetadataError naming the place in the metadata; the driver's error when the database does not answer
 */
export async function loadModel(settings: Settings): Promise<Model> {
  const document = decodeMetadata(typeof settings.metadata === 'string' ? await loadMetadata(settings.metadata) : settings.metadata)
  const pool = new pg.Pool({ connectionString: settings.databaseUrl, connectionTimeoutMillis: settings.connectionTimeout, max: catalogConnections })
  pool.on('error', (error) => { settings.log(`a database connection was lost: ${error.message}`) })
  try {
    const catalog = await readCatalog(pool, enumTableNames(document))
    return modelOf(resolveMetadata(document, catalog), schemaOptions(settings))
  }
  finally {
    await pool.end()
  }
}

function modelOf(metadata: ResolvedMetadata, options: SchemaOptions): Model {
  const schemas = new LRUCache<string, RoleSchema>({ max: maxSchemas })
  return {
    metadata,
    schema: (role, backendOnly) => {
      const key = `${backendOnly}:${role}`
      const known = schemas.get(key)
      if (known) return known
      const schema = buildRoleSchema(metadata, { role, backendOnly }, options)
      schemas.set(key, schema)
      return schema
    },
  }
}

function schemaOptions(settings: Settings): SchemaOptions {
  return {
    stringifyNumericTypes: settings.stringifyNumericTypes,
    inferFunctionPermissions: settings.inferFunctionPermissions,
    booleanNullCollapse: settings.booleanNullCollapse,
    defaultNamingConvention: settings.defaultNamingConvention,
    experimentalFeatures: new Set(settings.experimentalFeatures),
  }
}
