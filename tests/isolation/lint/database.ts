// What the database must bring so that the permissions hold, and hold quickly.
import type pg from 'pg'
import { permissionsOf, type MetadataDocument } from '../../../hasura/permissions/model.ts'
import type { RelationshipUsing, TableMetadata } from '../../support/metadata.ts'
import { privilegeRules } from './privileges.ts'
import type { Rule } from './rule.ts'

/** Metadata and the database that it is about. */
export interface Deployed {
  readonly metadata: MetadataDocument
  readonly pool: pg.Pool
}

/** The rules, in the order in which they are listed. */
export const databaseRules: readonly Rule<Deployed, Promise<readonly string[]>>[] = [
  {
    name: 'every unique key has a column that no client writes, or a trigger that answers before it, so that nobody\'s names are taken by others',
    findings: scopesUniqueKeys,
  },
  { name: 'an index leads along every foreign key', findings: indexesForeignKeys },
  {
    name: 'an index leads along every relationship, so along the path of every filter',
    findings: indexesRelationships,
  },
  ...privilegeRules,
]

/**
 * Triggers that refuse a row, before its keys are looked at, to whoever may not see the row that a key
 * would meet; `checks/sharing.test.ts` compares the answers.
 */
const guards: Readonly<Record<string, string>> = {
  goal_grants_pkey: 'goal_grants_check',
  invitations_goal_id_invitee_key: 'invitations_check',
}

async function scopesUniqueKeys({ metadata, pool }: Deployed): Promise<string[]> {
  const { rows } = await pool.query<{
    table: string
    index: string
    columns: string[]
  }>(`
    select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as index, array(
      select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and (a.attnum = any (i.indkey[0:i.indnkeyatts - 1])
        or i.indexprs is not null and exists (select from pg_depend d where d.objid = i.indexrelid and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))) as columns
    from pg_index i join pg_class c on c.oid = i.indrelid where i.indisunique and c.relnamespace = 'public'::regnamespace order by 2`)
  const isWritten = (table: string, column: string) =>
    permissionsOf(metadata).some(
      permission =>
        permission.table === table
        && permission.operation !== 'select'
        && (permission.columns.includes(column) || permission.columns.includes('*')),
    )
  const { rows: triggers } = await pool.query<{ name: string }>(
    'select tgname::text as name from pg_trigger where tgtype & 7 = 7 and tgenabled = \'O\'',
  )
  const isGuarded = (index: string) => triggers.some(({ name }) => name === guards[index])
  return rows
    .filter(({ table, columns }) => columns.every(column => isWritten(table, column)))
    .filter(({ index }) => !isGuarded(index))
    .map(({ table, index, columns }) => `${index} of ${table}: clients write ${columns.join(', ')}`)
}

async function indexesForeignKeys({ pool }: Deployed): Promise<string[]> {
  const { rows } = await pool.query<{
    constraint: string
    table: string
    columns: string[]
  }>(`
    select c.conname as constraint, c.conrelid::regclass::text as table, array(
      select a.attname::text from unnest(c.conkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum order by place) as columns
    from pg_constraint c where c.contype = 'f'`)
  if (rows.length === 0) return ['there are no foreign keys at all']
  const findings = await Promise.all(
    rows.map(async ({ constraint, table, columns }) =>
      (await isIndexed(pool, table, columns))
        ? []
        : [`${constraint}: no index of ${table} starts with ${columns.join(', ')}`],
    ),
  )
  return findings.flat()
}

async function indexesRelationships({ metadata, pool }: Deployed): Promise<string[]> {
  const tables = metadata.sources.flatMap(source => source.tables) as unknown as TableMetadata[]
  const lookups = tables.flatMap(
    ({ table, object_relationships: one = [], array_relationships: many = [] }) =>
      [...one, ...many].map(({ name, using }) => ({
        path: `${table.name}.${name}`,
        ...lookup(table.name, using),
      })),
  )
  const findings = await Promise.all(
    lookups.map(async ({ path, table, column }) =>
      (await isIndexed(pool, table, [column]))
        ? []
        : [`${path}: no index of ${table} starts with ${column}`],
    ),
  )
  return findings.flat()
}

/** The table whose indexes serve a view's columns. */
const behindView: Readonly<Record<string, string>> = {
  goal_members: 'user_goals',
  deleted_key_results: 'key_results',
  goal_parts: 'tasks',
}

/**
 * The column that a relationship of `table` compares with a primary key, and the table that it is
 * in.
 */
function lookup(table: string, using: RelationshipUsing): { table: string, column: string } {
  if (using.manual_configuration) {
    const { column_mapping: mapping, remote_table: remote } = using.manual_configuration
    return { table: remote.name, column: Object.values(mapping)[0]! }
  }
  const key = using.foreign_key_constraint_on!
  return typeof key === 'string'
    ? { table, column: key }
    : { table: key.table.name, column: key.column }
}

/**
 * Whether some whole index of the table, or of the table behind a view, starts with these columns.
 */
export async function isIndexed(
  pool: pg.Pool,
  table: string,
  columns: readonly string[],
): Promise<boolean> {
  const { rows } = await pool.query(
    `
    select from pg_index i
    where i.indrelid = $1::regclass and i.indpred is null and $2::text[] = array(
      select a.attname::text from unnest(i.indkey[0:cardinality($2::text[]) - 1]) with ordinality k (attnum, place)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum order by place)`,
    [behindView[table] ?? table, columns],
  )
  return rows.length > 0
}
