import type { QualifiedName } from '../catalog/types.ts'
import type { Database } from '../execute/types.ts'
import { arrayLiteral } from '../sql/array-literal.ts'

/** PostgreSQL channel on which triggers name the changed table by its oid. */
export const changeChannel = 'graphql_engine_changes'

/**
 * Makes the engine's own schema: a trigger function that names the changed table, and a function that puts the trigger on a
 * table. The trigger also fires for replicated rows; it runs once a statement, and PostgreSQL folds equal notifications of a transaction.
 */
const createSchema = `
do $do$
begin
  create schema if not exists graphql_engine;
  create or replace function graphql_engine.notify_change() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
  begin
    perform pg_notify('${changeChannel}', tg_relid::text);
    return null;
  end $$;
  create or replace function graphql_engine.watch(watched regclass) returns void language plpgsql set search_path = pg_catalog as $$
  begin
    execute format('create trigger graphql_engine_changes after insert or update or delete or truncate on %s for each statement execute function graphql_engine.notify_change()', watched);
    execute format('alter table %s enable always trigger graphql_engine_changes', watched);
  end $$;
end $do$`

/**
 * The tables below given tables and views: what views are made of, and partitions. `kind` is `pg_class.relkind`;
 * `opaque` marks a view that calls a function of the database, which may read anything.
 */
const tablesBelow = `
with recursive reached(root, oid) as (
  select c.oid, c.oid
  from unnest($1::text[], $2::text[]) as wanted(schema, name)
  join pg_namespace n on n.nspname = wanted.schema
  join pg_class c on c.relnamespace = n.oid and c.relname = wanted.name
  union
  select reached.root, below.oid
  from reached, lateral (
    select d.refobjid as oid
    from pg_rewrite w
    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
    where w.ev_class = reached.oid and d.refobjid <> w.ev_class
    union all
    select i.inhrelid from pg_inherits i where i.inhparent = reached.oid
  ) as below
)
select rn.nspname, rc.relname, c.oid::text, c.relkind::text,
  exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'graphql_engine_changes')::text as installed,
  exists (
    select from pg_rewrite w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_proc'::regclass
    where w.ev_class = c.oid and d.refobjid >= 16384
  )::text as opaque
from reached
join pg_class c on c.oid = reached.oid
join pg_class rc on rc.oid = reached.root
join pg_namespace rn on rn.oid = rc.relnamespace`

/** How long the installation of a trigger waits for a table that is busy. */
const lockTimeout = '2s'

/** What lies below one watched table or view. */
export interface WatchedTable {
  readonly schema: string
  readonly name: string
  /** Oids whose notifications mean that it changed. */
  readonly oids: readonly string[]
  /** False when something below can change without a trigger (foreign tables, materialized views, functions in views). */
  readonly isComplete: boolean
}

/**
 * Installs triggers on tables, or on what lies below them.
 *
 * @throws EngineError when the database's user may not
 */
export async function installTriggers(database: Database, tables: readonly QualifiedName[]): Promise<readonly WatchedTable[]> {
  const rows = await database.run({
    text: tablesBelow, name: undefined, values: [arrayLiteral(tables.map(({ schema }) => schema)), arrayLiteral(tables.map(({ name }) => name))],
  })
  const missing = [...new Set(rows.filter(([, , , kind, installed]) => hasTriggers(kind) && installed === 'false').map(([, , oid]) => oid as string))]
  if (missing.length > 0) await install(database, missing)
  return tables.map(({ schema, name }) => {
    const below = rows.filter(row => row[0] === schema && row[1] === name)
    return {
      schema,
      name,
      oids: below.filter(([, , , kind]) => hasTriggers(kind)).map(([, , oid]) => oid as string),
      isComplete: below.length > 0 && below.every(([, , , kind, , opaque]) => (hasTriggers(kind) || kind === 'v') && opaque === 'false'),
    }
  })
}

/** Each table in a transaction of its own: a writer that holds one table and wants another would deadlock with an installation that holds the other. */
async function install(database: Database, oids: readonly string[]): Promise<void> {
  await locked(database, { text: createSchema, values: [], name: undefined })
  for (const oid of oids) {
    await locked(database, {
      text: `select graphql_engine.watch($1::oid::regclass) where not exists (select from pg_trigger where tgrelid = $1::oid and tgname = 'graphql_engine_changes')`,
      values: [oid], name: undefined,
    })
  }
}

/** Runs a statement while no other engine installs anything. */
async function locked(database: Database, statement: Parameters<Database['run']>[0]): Promise<void> {
  await database.transaction({}, async ({ run }) => {
    await run({ text: `select set_config('lock_timeout', $1, true)`, values: [lockTimeout], name: undefined })
    await run({ text: `select pg_advisory_xact_lock(hashtext('graphql_engine'))`, values: [], name: undefined })
    await run(statement)
  })
}

/** Ordinary and partitioned tables. */
function hasTriggers(kind: string | null | undefined): boolean {
  return kind === 'r' || kind === 'p'
}
