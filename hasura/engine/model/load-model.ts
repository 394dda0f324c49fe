import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { readCatalog } from '../catalog/read.ts'
import { nameKey, type Catalog } from '../catalog/types.ts'
import { decodeMetadata } from '../metadata/decode/document.ts'
import { loadMetadata } from '../metadata/load.ts'
import { enumTableNames, resolveMetadata } from '../metadata/resolve.ts'
import type { MetadataDocument } from '../metadata/document.ts'
import { metadataObjectKey, type ResolvedMetadata } from '../metadata/types.ts'
import { databaseUrlName } from '../options/check-options.ts'
import type { Settings } from '../options.ts'
import { buildRoleSchema, nameConflicts } from '../schema/build.ts'
import { ignoredConvention } from '../schema/naming.ts'
import type { RoleSchema, SchemaOptions } from '../schema/types.ts'

/**
 * What the engine knows at one time: metadata resolved against the database, and the schemas made
 * from it. Replaced as a whole by a reload.
 */
export interface Model {
  readonly metadata: ResolvedMetadata
  /** The database as it was when it was last read. */
  readonly catalog: Catalog
  /** The schema of a role; made at first use and kept while there is room. */
  readonly schema: (role: string, backendOnly: boolean) => RoleSchema
}

/**
 * Schemas kept: a client that knows the admin secret may name any role, so their number needs a
 * bound.
 */
const maxSchemas = 200

const catalogConnections = 3

/**
 * Reads metadata and catalog and puts them together.
 *
 * @param known is taken for the catalog, and the database not asked, unless the metadata names enum
 *   tables whose rows are not in it
 * @throws MetadataError naming the place in the metadata; Error naming the database's option when
 *   it does not answer
 */
export async function loadModel(settings: Settings, known?: Catalog): Promise<Model> {
  const document = decodeMetadata(
    typeof settings.metadata === 'string'
      ? await loadMetadata(settings.metadata)
      : settings.metadata,
  )
  const catalog = known && suffices(known, document) ? known : await openCatalog(settings, document)
  const options = schemaOptions(settings)
  const metadata = consistentMetadata(document, catalog, options)
  const ignored = ignoredConvention(
    metadata,
    options.defaultNamingConvention,
    options.experimentalFeatures,
  )
  if (ignored !== undefined) settings.log(ignored)
  return modelOf(metadata, catalog, options)
}

/** Whether a catalog holds the rows of every enum table of the metadata that it knows. */
function suffices({ tables, enumRows }: Catalog, document: MetadataDocument): boolean {
  return enumTableNames(document)
    .map(nameKey)
    .every(key => enumRows.has(key) || !tables.has(key))
}

async function openCatalog(settings: Settings, document: MetadataDocument): Promise<Catalog> {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    connectionTimeoutMillis: settings.connectionTimeout,
    max: catalogConnections,
  })
  pool.on('error', (error) => {
    settings.log(`a database connection was lost: ${error.message}`)
  })
  try {
    await assertReachable(pool, settings.databaseUrl)
    return await readCatalog(pool, enumTableNames(document))
  }
  finally {
    await pool.end()
  }
}

/**
 * The metadata without those objects whose GraphQL names others have. What is left out may free
 * other names.
 */
function consistentMetadata(
  document: MetadataDocument,
  catalog: Catalog,
  options: SchemaOptions,
): ResolvedMetadata {
  const reasons = new Map<string, string>()
  for (;;) {
    const metadata = resolveMetadata(document, catalog, reasons)
    const conflicts = nameConflicts(metadata, options)
    if (conflicts.length === 0) return metadata
    for (const { object, reason } of conflicts) reasons.set(metadataObjectKey(object), reason)
  }
}

/**
 * Without this a database that is away shows itself as a bare `ECONNREFUSED`, or as nothing where
 * two addresses refuse.
 */
async function assertReachable(pool: pg.Pool, databaseUrl: string): Promise<void> {
  const client = await pool.connect().catch((cause: unknown) => {
    const errors: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
    const reason = errors
      .map(error => (error instanceof Error ? error.message : String(error)))
      .join('; ')
    throw new Error(
      `the database of ${databaseUrlName} at ${placeOf(databaseUrl)} does not answer: ${reason}`,
      { cause },
    )
  })
  client.release()
}

/** Host, port and database of a connection string, without its login. */
function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl)
  return `${host || 'the local socket'}${pathname}`
}

function modelOf(metadata: ResolvedMetadata, catalog: Catalog, options: SchemaOptions): Model {
  const schemas = new LRUCache<string, RoleSchema>({ max: maxSchemas })
  return {
    metadata,
    catalog,
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
