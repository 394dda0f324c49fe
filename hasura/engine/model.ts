import pg from 'pg'
import { readCatalog } from './catalog/read.ts'
import type { Catalog } from './catalog/types.ts'
import { decodeMetadata } from './metadata/decode/document.ts'
import { loadMetadata } from './metadata/load.ts'
import { enumTableNames, resolveMetadata } from './metadata/resolve.ts'
import type { MetadataDocument } from './metadata/document.ts'
import { metadataObjectKey, type ResolvedMetadata } from './metadata/types.ts'
import type { Settings } from './options.ts'
import { buildRoleSchema, nameConflicts } from './schema/build.ts'
import type { RoleSchema, SchemaOptions } from './schema/types.ts'

/** What the engine knows at one time: metadata resolved against the database, and the schemas made from it. Replaced as a whole by a reload. */
export interface Model {
  readonly metadata: ResolvedMetadata
  /** The schema of a role; made at first use and kept while there is room. */
  readonly schema: (role: string, backendOnly: boolean) => RoleSchema
}

/** Schemas kept: a client that knows the admin secret may name any role, so their number needs a bound. */
const schemaLimit = 200

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
    const options = schemaOptions(settings)
    return modelOf(consistentMetadata(document, catalog, options), options)
  }
  finally {
    await pool.end()
  }
}

/** The metadata without those objects whose GraphQL names others have. What is left out may free other names. */
function consistentMetadata(
  document: MetadataDocument, catalog: Catalog, options: SchemaOptions,
): ResolvedMetadata {
  const reasons = new Map<string, string>()
  for (;;) {
    const metadata = resolveMetadata(document, catalog, reasons)
    const conflicts = nameConflicts(metadata, options)
    if (conflicts.length === 0) return metadata
    for (const { object, reason } of conflicts) reasons.set(metadataObjectKey(object), reason)
  }
}

function modelOf(metadata: ResolvedMetadata, options: SchemaOptions): Model {
  const schemas = new Map<string, RoleSchema>()
  return {
    metadata,
    schema: (role, backendOnly) => {
      const key = `${backendOnly}:${role}`
      const known = schemas.get(key)
      if (known) return known
      const schema = buildRoleSchema(metadata, { role, backendOnly }, options)
      if (schemas.size >= schemaLimit) schemas.clear()
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
