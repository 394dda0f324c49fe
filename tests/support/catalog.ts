import type pg from 'pg'

/** What a database consists of, as text that two databases can be compared by. */
export type Definitions = Record<string, string[]>

const ours = '(\'public\', \'private\')'

const declared = {
  columns: `
    select format('%s.%s %s%s default %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' end, coalesce(pg_get_expr(d.adbin, d.adrelid), 'none'))
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    where c.relnamespace::regnamespace::text in ${ours} and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped`,
  constraints: `
    select format('%s %s %s', conrelid::regclass, conname, regexp_replace(pg_get_constraintdef(oid), ' (DEFERRABLE INITIALLY DEFERRED|NOT VALID)$', ''))
    from pg_constraint where contype <> 't' and connamespace::regnamespace::text in ${ours}`,
  indexes: `select indexdef from pg_indexes where schemaname in ${ours}`,
  enums: `select format('%s %s', enumtypid::regtype, string_agg(enumlabel, ', ' order by enumsortorder)) from pg_enum group by enumtypid`,
  views: `select format('%I.%I %s', schemaname, viewname, definition) from pg_views where schemaname in ${ours}`,
}

const programmed = {
  functions: `select pg_get_functiondef(oid) from pg_proc where pronamespace::regnamespace::text in ${ours}`,
  triggers: `select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
}

/**
 * What Drizzle declares: columns, constraints (deferred or not, valid for older rows or not),
 * indexes, enums and views.
 */
export function declaredDefinitions(pool: pg.Pool): Promise<Definitions> {
  return definitions(pool, declared)
}

/** What is written in SQL: functions and triggers. */
export function programmedDefinitions(pool: pg.Pool): Promise<Definitions> {
  return definitions(pool, programmed)
}

async function definitions(pool: pg.Pool, queries: Record<string, string>): Promise<Definitions> {
  const entries = Object.entries(queries).map(async ([kind, text]) => {
    const { rows } = await pool.query<string[]>({ text, rowMode: 'array' })
    return [kind, rows.map(([definition]) => definition!).sort()] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
