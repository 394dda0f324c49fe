import { fileURLToPath } from 'node:url'
import { loadMetadata } from '../engine/metadata/load.ts'
import { permissionsOf, type MetadataDocument } from './model.ts'

/** The name under which the server imports what {@link permissionsModule} makes. */
export const permissionsModuleName = '#permissions'

/**
 * The source text of a module whose default export is every permission of hasura/metadata, so that
 * the server knows its own rules without reading YAML or carrying the engine.
 */
export async function permissionsModule(): Promise<string> {
  const metadata = await loadMetadata(fileURLToPath(new URL('../metadata', import.meta.url)))
  return `export default ${JSON.stringify(permissionsOf(metadata as MetadataDocument))}`
}
