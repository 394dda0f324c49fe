import { readFileSync } from 'node:fs'
import type { Catalog, CatalogFunction, CatalogTable, NameKey } from '../../../catalog/types.ts'
import { decodeMetadata } from '../../../metadata/decode/document.ts'
import { resolveMetadata } from '../../../metadata/resolve.ts'
import type { ResolvedMetadata } from '../../../metadata/types.ts'

/** A catalog as JSON: its maps are lists of entries. */
export interface CatalogFile {
  readonly serverVersion: number
  readonly tables: readonly (readonly [NameKey, CatalogTable])[]
  readonly functions: readonly (readonly [NameKey, readonly CatalogFunction[]])[]
}

/** Where the fixture keeps the catalog that PostgreSQL reported for `schema.sql`. */
export const catalogFile = new URL('catalog.json', import.meta.url)
/** The tables and functions of the cases. */
export const schemaSql = readFileSync(new URL('schema.sql', import.meta.url), 'utf8')

/** The cases' metadata as Hasura exports it. */
const metadataDocument: unknown = JSON.parse(
  readFileSync(new URL('metadata.json', import.meta.url), 'utf8'),
)

/** The metadata resolved against the recorded catalog: no database is involved. */
export function libraryMetadata(): ResolvedMetadata {
  const file = JSON.parse(readFileSync(catalogFile, 'utf8')) as CatalogFile
  const catalog: Catalog = {
    serverVersion: file.serverVersion,
    tables: new Map(file.tables),
    functions: new Map(file.functions),
    enumRows: new Map(),
  }
  return resolveMetadata(decodeMetadata(metadataDocument), catalog)
}
