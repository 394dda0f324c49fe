import type { PgType } from '../catalog/types.ts'
import type { BuiltInCodec, ColumnCodec, ScalarType } from './types.ts'

/**
 * PostgreSQL types that share a GraphQL scalar with another name; every other type keeps its own.
 */
const scalarNames: Readonly<Record<string, string>> = {
  int4: 'Int',
  bool: 'Boolean',
  float4: 'Float',
  text: 'String',
  varchar: 'String',
  int2: 'smallint',
  int8: 'bigint',
}

const builtInCodecs: Readonly<Record<string, BuiltInCodec>> = { Int: 'integer', Boolean: 'boolean' }

const columnCodecs: Readonly<Record<string, ColumnCodec>> = {
  int2: 'int2',
  int4: 'int4',
  int8: 'int8',
  float4: 'float4',
  float8: 'float8',
  numeric: 'numeric',
  money: 'numeric',
  bool: 'bool',
  text: 'characters',
  varchar: 'characters',
  bpchar: 'characters',
  citext: 'characters',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  ltree: 'ltree',
  lquery: 'characters',
  ltxtquery: 'characters',
}

const numericTypes: ReadonlySet<string> = new Set([
  'int2',
  'int4',
  'int8',
  'float4',
  'float8',
  'numeric',
  'money',
])
const stringifiedTypes: ReadonlySet<string> = new Set(['int8', 'numeric', 'float8', 'money'])
const textTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'citext', 'bpchar'])
const incomparableTypes: ReadonlySet<string> = new Set([
  'json',
  'jsonb',
  'bool',
  'geometry',
  'geography',
])

/** Types that Hasura knows by name; besides these only enums have `max` and `min`. */
const knownTypes: ReadonlySet<string> = new Set([
  ...numericTypes,
  ...textTypes,
  'bool',
  'char',
  'name',
  'date',
  'time',
  'timetz',
  'timestamp',
  'timestamptz',
  'uuid',
  'json',
  'jsonb',
  'ltree',
  'lquery',
  'ltxtquery',
  'interval',
  'geometry',
  'geography',
  'raster',
])

/**
 * The GraphQL scalar's name of a PostgreSQL type; of an array, its element's. A table's row type
 * must not meet the table's own type.
 */
function scalarName(type: PgType): string {
  const name = type.kind === 'composite' ? `${type.name}_scalar` : type.name
  return scalarNames[name] ?? name.replace(/[^_0-9A-Za-z]/g, '_').replace(/^(?=\d)/, '_')
}

/** One of GraphQL's own scalars, for values that are none of the database's. */
export function scalarType(name: string): ScalarType {
  return { kind: 'scalar', name, description: undefined, codec: builtInCodecs[name] ?? 'string' }
}

/** The scalar of a PostgreSQL type; of an array, its element's. */
export function columnScalar(type: PgType): ScalarType {
  const codec = type.kind === 'composite' ? 'text' : (columnCodecs[type.name] ?? 'text')
  return { kind: 'scalar', name: scalarName(type), description: undefined, codec }
}

/** Columns of these types have `sum`, `avg` and the other numeric aggregates. */
export function isNumeric(type: PgType): boolean {
  return !type.array && numericTypes.has(type.name)
}

/** Columns of these types have `max` and `min`. */
export function isComparable(type: PgType): boolean {
  if (type.array || type.kind === 'enum') return true
  return knownTypes.has(type.name) && !incomparableTypes.has(type.name)
}

/** Columns of these types are printed as strings when numerics are stringified. */
export function isStringified(type: PgType): boolean {
  return !type.array && stringifiedTypes.has(type.name)
}

/** Columns of these types have the pattern operators. */
export function isText(type: PgType): boolean {
  return !type.array && textTypes.has(type.name)
}
