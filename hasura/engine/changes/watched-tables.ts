import { nameKey, type QualifiedName } from '../catalog/types.ts'
import type { StatementRunner } from '../execute/types.ts'
import { arrayLiteral } from '../sql/array-literal.ts'
import { triggerNames } from './trigger-schema.ts'
import type { KeyedJoin, RowKeyColumn } from './types.ts'
import { viewJoin } from './view-join.ts'
import { viewOrigins } from './view-origins.ts'

/**
 * The tables through which rows of given tables and views are written: what views are made of,
 * partitions and inheriting tables, and the tables above all of these, because a statement fires
 * the triggers of the table that it names. `kind` is `pg_class.relkind`; `opaque` marks a view that
 * calls a function of the database, which may read anything.
 *
 * `keys` are a table's columns of primary and foreign keys, as far as their texts mean the same
 * everywhere: of a plain type, compared by the type's own collation. `foreignKeys` are those of one
 * column that hold for every row which a query of the table reads. `installed`: the triggers are
 * there and tell these very keys.
 */
const tablesBelow = `
with recursive reached(root, oid, is_above) as (
  select c.oid, c.oid, false
  from unnest($1::text[], $2::text[]) as wanted(schema, name)
  join pg_namespace n on n.nspname = wanted.schema
  join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
  union
  select reached.root, next.oid, next.is_above
  from reached, lateral (
    select d.refobjid as oid, false as is_above
    from pg_rewrite w
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
    where w.ev_class = reached.oid and d.refobjid <> w.ev_class and not reached.is_above
    union all
    select i.inhrelid, false from pg_inherits i where i.inhparent = reached.oid and not reached.is_above
    union all
    select i.inhparent, true from pg_inherits i where i.inhrelid = reached.oid
  ) as next
)
select json_build_object(
  'schema', rn.nspname, 'name', rc.relname, 'isRoot', c.oid = rc.oid, 'oid', c.oid::text, 'kind', c.relkind,
  'columns', (select json_object_agg(attnum, attname) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped),
  'keys', coalesce(keys.list, '[]'),
  'foreignKeys', (
    select coalesce(json_agg(json_build_object('column', k.conkey[1], 'table', k.confrelid::text, 'referenced', k.confkey[1], 'operator', k.conpfeqop[1]::text)), '[]')
    from pg_constraint k
    where k.conrelid = c.oid and k.contype = 'f' and k.convalidated and cardinality(k.conkey) = 1 and (c.relkind = 'p' or not c.relhassubclass)
  ),
  'installed', (
    select count(*) = cardinality($3::name[]) from pg_trigger t
    where t.tgrelid = c.oid and t.tgname = any($3::name[]) and t.tgenabled = 'A' and t.tgargs = coalesce(keys.arguments, '')
      and t.tgfoid in (select p.oid from pg_proc p join pg_namespace pn on pn.oid = p.pronamespace where pn.nspname = 'graphql_engine' and p.proname = 'notify_rows')
  ),
  'opaque', exists (
    select from pg_rewrite w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_proc'::regclass
    where w.ev_class = c.oid and d.refobjid >= 16384
  ),
  'rule', case when c.relkind = 'v' then (select w.ev_action::text from pg_rewrite w where w.ev_class = c.oid and w.ev_type = '1') end
)
from (select distinct root, oid from reached) as reached
join pg_class c on c.oid = reached.oid
join pg_class rc on rc.oid = reached.root
join pg_namespace rn on rn.oid = rc.relnamespace, lateral (
  select json_agg(json_build_object('name', a.attname, 'type', json_build_object('schema', tn.nspname, 'name', t.typname, 'array', false)) order by a.attnum) as list,
    string_agg(convert_to(a.attname, getdatabaseencoding()) || '\\x00', '' order by a.attnum) as arguments
  from pg_attribute a join pg_type t on t.oid = a.atttypid join pg_namespace tn on tn.oid = t.typnamespace
  where c.relkind in ('r', 'p') and a.attrelid = c.oid and a.attcollation = t.typcollation
    and exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any(k.conkey))
    and (t.typtype = 'e' or t.oid = any('{int2,int4,int8,numeric,uuid,text,varchar,bpchar,bool}'::regtype[]))
) as keys`

interface Row {
  readonly schema: string
  readonly name: string
  /** The watched relation itself. */
  readonly isRoot: boolean
  readonly oid: string
  readonly kind: string
  /** By number. */
  readonly columns: Readonly<Record<string, string>>
  readonly keys: readonly RowKeyColumn[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly installed: boolean
  readonly opaque: boolean
  /** Of a view. */
  readonly rule: string | null
}

/**
 * Columns by number, the referenced table by oid; `operator` compares a referenced column with its
 * own.
 */
interface ForeignKey {
  readonly column: number
  readonly table: string
  readonly referenced: number
  readonly operator: string
}

/** A table whose triggers tell of changes. */
export interface TableBelow {
  readonly oid: string
  readonly keys: readonly RowKeyColumn[]
  readonly installed: boolean
  /**
   * Which columns of the watched relation hold which keys; undefined when its rows are not shown
   * one by one.
   */
  readonly shown: ReadonlyMap<string, RowKeyColumn> | undefined
  /** Of a table that a view joins with one which refers to it. */
  readonly join?: KeyedJoin | undefined
}

/** The tables below one watched table or view. */
export interface WatchedTable {
  readonly table: QualifiedName
  /** Tables whose notifications mean that it changed. */
  readonly below: readonly TableBelow[]
  /**
   * False when something below can change without a trigger (foreign tables, materialized views,
   * functions in views).
   */
  readonly isComplete: boolean
}

/** Finds out what lies below tables and views. */
export async function watchedTables(
  { run }: StatementRunner,
  tables: readonly QualifiedName[],
): Promise<readonly WatchedTable[]> {
  const answer = await run({
    text: tablesBelow,
    name: undefined,
    values: [
      arrayLiteral(tables.map(({ schema }) => schema)),
      arrayLiteral(tables.map(({ name }) => name)),
      arrayLiteral(triggerNames),
    ],
  })
  const rows = Map.groupBy(
    answer.flatMap(([row]) => JSON.parse(row ?? '') as Row),
    nameKey,
  )
  return tables.map((table) => {
    const below = rows.get(nameKey(table)) ?? []
    const root = below.find(({ isRoot }) => isRoot)
    return {
      table,
      below: below.filter(hasTriggers).map(row => ({
        oid: row.oid,
        keys: row.keys,
        installed: row.installed,
        shown: root && shownKeys(root, row),
        join: root && keyedJoin(root, row, below),
      })),
      isComplete:
        below.length > 0
        && below.every(row => (hasTriggers(row) || row.kind === 'v') && !row.opaque),
    }
  })
}

/** Ordinary and partitioned tables. */
function hasTriggers({ kind }: Row): boolean {
  return kind === 'r' || kind === 'p'
}

/** Inheriting tables have the columns of those above them, by the same names. */
function shownKeys(root: Row, row: Row): TableBelow['shown'] {
  const keys = new Map(row.keys.map(key => [key.name, key]))
  if (root.rule === null) {
    const columns = new Set(Object.values(root.columns))
    return new Map([...keys].filter(([name]) => columns.has(name)))
  }
  const origins = viewOrigins(root.rule, row.oid)
  return (
    origins
    && new Map(
      [...origins].flatMap(([shown, from]) => {
        const name = root.columns[shown]
        const key = keys.get(row.columns[from] ?? '')
        return name !== undefined && key ? [[name, key] as const] : []
      }),
    )
  )
}

/**
 * See {@link KeyedJoin}: the join must be the foreign key's, and the view must show the referring
 * column.
 */
function keyedJoin(root: Row, row: Row, below: readonly Row[]): KeyedJoin | undefined {
  const join = root.rule === null ? undefined : viewJoin(root.rule)
  if (!join || root.rule === null) return undefined
  const [own, other] = join.sides[0].oid === row.oid ? join.sides : [join.sides[1], join.sides[0]]
  const partner = below.find(({ oid }) => oid === other.oid)
  const isForeignKey = partner?.foreignKeys.some(
    ({ column, table, referenced, operator }) =>
      column === other.column
      && table === row.oid
      && referenced === own.column
      && operator === join.operator,
  )
  const origins = viewOrigins(root.rule, other.oid)
  if (!partner || !isForeignKey || !origins) return undefined
  const key = row.keys.find(({ name }) => name === row.columns[own.column])
  const referring = partner.keys.find(({ name }) => name === partner.columns[other.column])
  const column = root.columns[[...origins].find(([, from]) => from === other.column)?.[0] ?? 0]
  if (!key || !referring || column === undefined) return undefined
  return {
    key,
    column: { name: column, type: referring.type },
    columns: new Set([...origins.keys()].flatMap(shown => root.columns[shown] ?? [])),
  }
}
