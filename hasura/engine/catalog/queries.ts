// The questions to pg_catalog, one per subject. System schemas are left out: their tables are not
// tracked in practice.

/** The server's version as a number. */
export const versionQuery = `select current_setting('server_version_num')::int as version`

/** Types: what domains, arrays and enums are made of. Object ids come as text, in all queries. */
export const typesQuery = `
select t.oid::text, n.nspname as schema, t.typname as name, t.typtype as kind,
       case when t.typcategory = 'A' then t.typelem::text end as element,
       case when t.typtype = 'd' then t.typbasetype::text end as base
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace`

/** Tables, views, materialized views, foreign and partitioned tables. */
export const relationsQuery = `
select c.oid::text, n.nspname as schema, c.relname as name, c.relkind as kind,
       pg_catalog.obj_description(c.oid, 'pg_class') as description,
       case when c.relkind in ('v', 'm') then pg_catalog.pg_relation_is_updatable(c.oid, true) else 28 end as events,
       c.reltype::text as row_type, c.relkind = 'r' and c.relhassubclass as has_heirs
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 't', 'v', 'm', 'f', 'p')
  and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'`

/** Columns of those relations. */
export const columnsQuery = `
select a.attrelid::text as relation, a.attname as name, a.atttypid::text as type, a.attnum as position,
       not a.attnotnull as nullable, a.attidentity = 'a' or a.attgenerated <> '' as generated,
       pg_catalog.col_description(a.attrelid, a.attnum) as description
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 't', 'v', 'm', 'f', 'p')
  and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
order by a.attrelid, a.attnum`

/**
 * Unique indexes, the primary key among them. Columns are numbers of attributes, 0 for an
 * expression.
 */
export const uniqueIndexesQuery = `
select i.indrelid::text as relation, c.relname as name, i.indisprimary as is_primary,
       (i.indkey::int2[])[0:i.indnkeyatts - 1] as columns
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where i.indisunique and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
order by i.indisprimary desc, c.relname`

/** Foreign keys with the attribute numbers of both sides. */
export const foreignKeysQuery = `
select k.conrelid::text as relation, k.conname as name, k.conkey as columns, k.confrelid::text as target, k.confkey as target_columns
from pg_catalog.pg_constraint k
where k.contype = 'f'
order by k.conname`

/** Functions with their input arguments. */
export const functionsQuery = `
select n.nspname as schema, p.proname as name, p.provariadic <> 0 as variadic, p.prorettype::text as returns, p.proretset as returns_set,
       p.provolatile as volatility, p.pronargdefaults as defaults, p.proargtypes::oid[]::text[] as argument_types,
       coalesce(p.proargnames, '{}') as argument_names, coalesce(p.proargmodes::text[], '{}') as argument_modes,
       pg_catalog.obj_description(p.oid, 'pg_proc') as description
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prokind = 'f' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
order by n.nspname, p.proname, p.oid`
