// A database as PostgreSQL's own catalog describes it, as plain data. Read once at start and at
// every reload.

/** A schema-qualified name, both parts exactly as PostgreSQL stores them. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/**
 * Identifies a table or function in maps: `JSON.stringify([schema, name])`, made only by {@link
 * nameKey}.
 */
export type NameKey = string & { readonly __nameKey: never }

/** The map key of a qualified name. Injective, also for names that hold dots or quotes. */
export function nameKey({ schema, name }: QualifiedName): NameKey {
  return JSON.stringify([schema, name]) as NameKey
}

/** A name for people: the schema is left out when it is `public`. */
export function displayName({ schema, name }: QualifiedName): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

/**
 * A column's, argument's or result's type. Domains are already replaced by their base type.
 * `schema` and `name` are `pg_type.typname` and its namespace (`int4`, `varchar`, `timestamptz`);
 * of an array they are those of the element.
 */
export interface PgType {
  readonly schema: string
  readonly name: string
  readonly kind: 'base' | 'enum' | 'composite' | 'range' | 'pseudo'
  readonly array: boolean
}

/** A column, in the order of `pg_attribute.attnum`. */
export interface CatalogColumn {
  readonly name: string
  readonly type: PgType
  /** Not declared NOT NULL. Columns of views are always nullable. */
  readonly nullable: boolean
  /** False for `GENERATED ALWAYS AS IDENTITY` and stored generated columns. */
  readonly insertable: boolean
  /** Same condition as {@link insertable}. */
  readonly updatable: boolean
  /** COMMENT ON COLUMN. */
  readonly description: string | undefined
}

/** A primary key or unique index; `columns` in key order, without an index's expressions. */
export interface CatalogConstraint {
  readonly name: string
  readonly columns: readonly string[]
}

/** A foreign key; `columns[i]` references `targetColumns[i]`. */
export interface CatalogForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly target: QualifiedName
  readonly targetColumns: readonly string[]
}

/** A table, partitioned table, view, materialized view or foreign table. */
export interface CatalogTable {
  readonly name: QualifiedName
  readonly kind: 'table' | 'view' | 'materialized view' | 'foreign table'
  /**
   * Other tables inherit from it, whose rows are read with its own: its keys are not unique among
   * them. Partitions do not count.
   */
  readonly hasChildTables: boolean
  /**
   * Its rows are those of its partitions; PostgreSQL gives no system columns of a row that is
   * written through it.
   */
  readonly isPartitioned: boolean
  /** COMMENT ON TABLE. */
  readonly description: string | undefined
  readonly columns: readonly CatalogColumn[]
  readonly primaryKey: CatalogConstraint | undefined
  /**
   * Every usable target of ON CONFLICT ON CONSTRAINT as Hasura lists it: the primary key,
   * constraints and all other unique indexes.
   */
  readonly uniqueConstraints: readonly CatalogConstraint[]
  readonly foreignKeys: readonly CatalogForeignKey[]
  /** For views from `pg_relation_is_updatable`; true for tables. */
  readonly insertable: boolean
  readonly updatable: boolean
  readonly deletable: boolean
}

/** One input argument of a function. */
export interface CatalogArgument {
  /** Undefined for an unnamed argument. */
  readonly name: string | undefined
  readonly type: PgType
  readonly hasDefault: boolean
}

/** A plain function (no aggregate, window function or procedure). */
export interface CatalogFunction {
  readonly name: QualifiedName
  /** Input arguments in order (modes in, inout, variadic). */
  readonly arguments: readonly CatalogArgument[]
  readonly variadic: boolean
  readonly returns: PgType
  /** The table whose row type is returned, if the result is a table's row type. */
  readonly returnsTable: QualifiedName | undefined
  /** SETOF. */
  readonly returnsSet: boolean
  readonly volatility: 'immutable' | 'stable' | 'volatile'
  /** COMMENT ON FUNCTION. */
  readonly description: string | undefined
}

/** Everything the engine knows about the database. */
export interface Catalog {
  /** `server_version_num`: 180001 for 18.1. */
  readonly serverVersion: number
  readonly tables: ReadonlyMap<NameKey, CatalogTable>
  /** Overloads share a key. */
  readonly functions: ReadonlyMap<NameKey, readonly CatalogFunction[]>
  /** The rows of the tables that were asked for as enum tables, by column name. */
  readonly enumRows: ReadonlyMap<NameKey, readonly EnumRow[]>
}

/** A row of an enum table, column name → its JSON value. */
export type EnumRow = Readonly<Record<string, unknown>>
