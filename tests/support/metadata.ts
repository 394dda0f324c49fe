import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

/**
 * A boolean expression of Hasura's permissions: columns, relationships and `_and`, `_or`, `_not`,
 * `_exists`.
 */
export interface BoolExp {
  [key: string]: unknown
}

/** What one role may do with a table in one way; which keys are there depends on the way. */
export interface Permission {
  columns?: string[] | '*'
  filter?: BoolExp
  check?: BoolExp
  set?: Record<string, string>
  allow_aggregations?: boolean
}

/** A permission with the role that it is for. */
export interface RolePermission {
  role: string
  permission: Permission
}

/** How a relationship finds its rows. */
export interface RelationshipUsing {
  foreign_key_constraint_on?: string | { column: string, table: QualifiedTable }
  manual_configuration?: { column_mapping: Record<string, string>, remote_table: QualifiedTable }
}

/** A table's name in metadata. */
export interface QualifiedTable {
  schema: string
  name: string
}

/** The four ways in which a permission lets a role use a table. */
export const operations = ['select', 'insert', 'update', 'delete'] as const

/** One of `operations`. */
export type Operation = (typeof operations)[number]

/** One tracked table. */
export interface TableMetadata extends Partial<
  Record<`${Operation}_permissions`, RolePermission[]>
> {
  table: QualifiedTable
  object_relationships?: { name: string, using: RelationshipUsing }[]
  array_relationships?: { name: string, using: RelationshipUsing }[]
}

/** The metadata as `replace_metadata` takes it. */
export interface Metadata {
  version: 3
  sources: {
    name: string
    kind: string
    tables: TableMetadata[]
  }[]
  [part: string]: unknown
}

const folder = fileURLToPath(new URL('../../hasura/metadata', import.meta.url))

/** Reads hasura/metadata as the Hasura CLI does; parts that configure nothing are left out. */
export function loadMetadata(): Metadata {
  const parts = readdirSync(folder)
    .filter(file => file.endsWith('.yaml') && file !== 'version.yaml' && file !== 'actions.yaml')
    .map(file => [path.basename(file, '.yaml'), readYaml(path.join(folder, file))] as const)
    .filter(([, content]) => !isEmpty(content))
  return {
    version: 3,
    sources: readYaml(path.join(folder, 'databases', 'databases.yaml')) as Metadata['sources'],
    ...(readYaml(path.join(folder, 'actions.yaml')) as object),
    ...Object.fromEntries(parts),
  }
}

/** The tracked tables of the one source. */
export function loadTables(): TableMetadata[] {
  return loadMetadata().sources.flatMap(source => source.tables)
}

function readYaml(file: string): unknown {
  return include(parse(readFileSync(file, 'utf8')), path.dirname(file))
}

/**
 * Replaces the strings `!include <file>`, which are relative to the file that they are in, by the
 * file's content.
 */
function include(value: unknown, directory: string): unknown {
  if (typeof value === 'string' && value.startsWith('!include '))
    return readYaml(path.join(directory, value.slice('!include '.length)))
  if (Array.isArray(value)) return value.map(item => include(item, directory))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, include(item, directory)]),
  )
}

function isEmpty(content: unknown): boolean {
  return Object.values(content as object).every(value => Array.isArray(value) && value.length === 0)
}
