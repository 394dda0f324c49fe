import type { TypeLookup } from './read-types.ts'
import {
  nameKey,
  type CatalogColumn,
  type CatalogConstraint,
  type CatalogForeignKey,
  type CatalogTable,
  type NameKey,
} from './types.ts'

/** A row of `relationsQuery`. `events` has bit 4 for update, 8 for insert, 16 for delete. */
export interface RelationRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly kind: 'r' | 't' | 'v' | 'm' | 'f' | 'p'
  readonly description: string | null
  readonly events: number
  readonly row_type: string
  readonly has_heirs: boolean
}

/** A row of `columnsQuery`. */
export interface ColumnRow {
  readonly relation: string
  readonly name: string
  readonly type: string
  readonly position: number
  readonly nullable: boolean
  readonly generated: boolean
  readonly description: string | null
}

/** A row of `uniqueIndexesQuery`. */
export interface UniqueIndexRow {
  readonly relation: string
  readonly name: string
  readonly is_primary: boolean
  readonly columns: readonly number[]
}

/** A row of `foreignKeysQuery`. */
export interface ForeignKeyRow {
  readonly relation: string
  readonly name: string
  readonly columns: readonly number[]
  readonly target: string
  readonly target_columns: readonly number[]
}

/** The rows from which the tables of the catalog are assembled. */
export interface TableRows {
  readonly relations: readonly RelationRow[]
  readonly columns: readonly ColumnRow[]
  readonly uniqueIndexes: readonly UniqueIndexRow[]
  readonly foreignKeys: readonly ForeignKeyRow[]
}

const kinds = {
  r: 'table',
  t: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const

/** Puts the rows about relations, columns, indexes and foreign keys together, by table. */
export function assembleTables(rows: TableRows, typeOf: TypeLookup): Map<NameKey, CatalogTable> {
  const columnsOf = Map.groupBy(rows.columns, row => row.relation)
  const indexesOf = Map.groupBy(rows.uniqueIndexes, row => row.relation)
  const foreignKeysOf = Map.groupBy(rows.foreignKeys, row => row.relation)
  const relationByOid = new Map(rows.relations.map(row => [row.oid, row]))
  const columnNames = (oid: string, positions: readonly number[]) =>
    positions.flatMap(
      position => columnsOf.get(oid)?.find(column => column.position === position)?.name ?? [],
    )

  const constraint = (row: UniqueIndexRow): CatalogConstraint => ({
    name: row.name,
    columns: columnNames(row.relation, row.columns),
  })
  const foreignKey = (row: ForeignKeyRow): CatalogForeignKey[] => {
    const target = relationByOid.get(row.target)
    if (!target) return []
    return [
      {
        name: row.name,
        columns: columnNames(row.relation, row.columns),
        target: { schema: target.schema, name: target.name },
        targetColumns: columnNames(row.target, row.target_columns),
      },
    ]
  }

  return new Map(
    rows.relations.map((relation): [NameKey, CatalogTable] => {
      const name = { schema: relation.schema, name: relation.name }
      const indexes = indexesOf.get(relation.oid) ?? []
      const primary = indexes.find(index => index.is_primary)
      return [
        nameKey(name),
        {
          name,
          kind: kinds[relation.kind],
          hasChildTables: relation.has_heirs,
          isPartitioned: relation.kind === 'p',
          description: relation.description ?? undefined,
          columns: (columnsOf.get(relation.oid) ?? []).map(row => column(row, typeOf)),
          primaryKey: primary && constraint(primary),
          uniqueConstraints: indexes.map(constraint),
          foreignKeys: (foreignKeysOf.get(relation.oid) ?? []).flatMap(foreignKey),
          updatable: (relation.events & 4) !== 0,
          insertable: (relation.events & 8) !== 0,
          deletable: (relation.events & 16) !== 0,
        },
      ]
    }),
  )
}

function column(row: ColumnRow, typeOf: TypeLookup): CatalogColumn {
  return {
    name: row.name,
    type: typeOf(row.type),
    nullable: row.nullable,
    insertable: !row.generated,
    updatable: !row.generated,
    description: row.description ?? undefined,
  }
}
