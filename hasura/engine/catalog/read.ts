import { escapeIdentifier } from 'pg'
import * as queries from './queries.ts'
import { assembleFunctions, type FunctionRow } from './read-functions.ts'
import {
  assembleTables,
  type ColumnRow,
  type ForeignKeyRow,
  type RelationRow,
  type UniqueIndexRow,
} from './read-tables.ts'
import { typeLookup, type TypeRow } from './read-types.ts'
import {
  nameKey,
  type Catalog,
  type CatalogTable,
  type EnumRow,
  type NameKey,
  type QualifiedName,
} from './types.ts'

/** Runs the catalog's queries: a `pg` pool or client. */
export interface CatalogDatabase {
  query: (text: string) => Promise<{ rows: unknown[] }>
}

/**
 * Reads the database's tables, functions and the rows of the given enum tables.
 *
 * @param enumTables tables that metadata tracks with `is_enum`; those that do not exist are left
 *   out
 * @throws the driver's error when the database does not answer
 */
export async function readCatalog(
  database: CatalogDatabase,
  enumTables: readonly QualifiedName[] = [],
): Promise<Catalog> {
  const ask = async <Row>(text: string) => (await database.query(text)).rows as Row[]
  const [version, types, relations, columns, uniqueIndexes, foreignKeys, functions] =
    await Promise.all([
      ask<{ version: number }>(queries.versionQuery),
      ask<TypeRow>(queries.typesQuery),
      ask<RelationRow>(queries.relationsQuery),
      ask<ColumnRow>(queries.columnsQuery),
      ask<UniqueIndexRow>(queries.uniqueIndexesQuery),
      ask<ForeignKeyRow>(queries.foreignKeysQuery),
      ask<FunctionRow>(queries.functionsQuery),
    ])
  const typeOf = typeLookup(types)
  const tables = assembleTables({ relations, columns, uniqueIndexes, foreignKeys }, typeOf)
  const rowTypes = new Map(
    relations.map(({ row_type, schema, name }) => [row_type, { schema, name }]),
  )
  return {
    serverVersion: version[0]?.version ?? 0,
    tables,
    functions: assembleFunctions(functions, typeOf, rowTypes),
    enumRows: await readEnumRows(database, tables, enumTables),
  }
}

async function readEnumRows(
  database: CatalogDatabase,
  tables: ReadonlyMap<NameKey, CatalogTable>,
  enumTables: readonly QualifiedName[],
): Promise<Map<NameKey, EnumRow[]>> {
  const found = enumTables.filter(name => tables.has(nameKey(name)))
  return new Map(
    await Promise.all(
      found.map(async (name): Promise<[NameKey, EnumRow[]]> => {
        const { rows } = await database.query(
          `select row_to_json(t.*) as row from ${escapeIdentifier(name.schema)}.${escapeIdentifier(name.name)} as t`,
        )
        return [nameKey(name), (rows as { row: EnumRow }[]).map(({ row }) => row)]
      }),
    ),
  )
}
