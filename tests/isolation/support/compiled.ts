// The predicates of the metadata as the SQL that the engine runs.
import type pg from 'pg'
import { readCatalog } from '../../../hasura/engine/catalog/read.ts'
import { decodeMetadata } from '../../../hasura/engine/metadata/decode/document.ts'
import { enumTableNames, resolveMetadata } from '../../../hasura/engine/metadata/resolve.ts'
import { compilePredicates } from '../../../hasura/engine/explain/predicate.ts'
import type { MetadataDocument } from '../../../hasura/permissions/model.ts'
import type { Compile } from '../report.ts'

/** Compiles against the catalog of a database that has the application's schema. */
export async function compiler(metadata: MetadataDocument, pool: pg.Pool): Promise<Compile> {
  const document = decodeMetadata(metadata)
  const resolved = resolveMetadata(document, await readCatalog(pool, enumTableNames(document)))
  return ({ role, table, operation }, part) => {
    const found = compilePredicates(resolved, role, { schema: 'public', name: table }).find(
      one => one.part === `${operation}.${part}`,
    )
    if (!found) return undefined
    return found.parameters.reduce(
      (sql, parameter, index) => sql.replaceAll(`$${index + 1}::`, `${shown(parameter)}::`),
      found.condition,
    )
  }
}

function shown(parameter: {
  kind: string
  variable?: string
  text?: string | null
}): string {
  if (parameter.kind === 'session') return `:${parameter.variable}`
  return parameter.text === null || parameter.text === undefined ? 'null' : `'${parameter.text}'`
}
