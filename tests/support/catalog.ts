import type pg from 'pg'

/** What a database consists of, as text that two databases can be compared by. */
export type Definitions = Record<string, string[]>

const ours = '(\'public\', \'private\')'

/** Of a view `c`: it calls a function, so it is made by the file of that function. */
const isProgrammed = `exists (
      select from pg_rewrite r join pg_depend d on (d.classid, d.objid) = ('pg_rewrite'::regclass, r.oid)
        join pg_proc p on (d.refclassid, d.refobjid) = ('pg_proc'::regclass, p.oid)
      where r.ev_class = c.oid and p.pronamespace::regnamespace::text in ${ours})`

const viewsThat = (condition: string) => `
    select format('%s %s', c.oid::regclass, pg_get_viewdef(c.oid)) from pg_class c
    where c.relkind = 'v' and c.relnamespace::regnamespace::text in ${ours} and ${condition}`

const declared = {
  columns: `
    select format('%s.%s %s%s default %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' end, coalesce(pg_get_expr(d.adbin, d.adrelid), 'none'))
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
    where c.relnamespace::regnamespace::text in ${ours} and c.relkind in ('r', 'v') and a.attnum > 0
      and not a.attisdropped and not ${isProgrammed}`,
  constraints: `
    select format('%s %s %s', conrelid::regclass, conname, regexp_replace(pg_get_constraintdef(oid), ' (DEFERRABLE INITIALLY DEFERRED|NOT VALID)$', ''))
    from pg_constraint where contype <> 't' and connamespace::regnamespace::text in ${ours}`,
  indexes: `select indexdef from pg_indexes where schemaname in ${ours}`,
  enums: `select format('%s %s', enumtypid::regtype, string_agg(enumlabel, ', ' order by enumsortorder)) from pg_enum group by enumtypid`,
  views: viewsThat(`not ${isProgrammed}`),
}

const programmed = {
  views: viewsThat(isProgrammed),
  functions: `select pg_get_functiondef(oid) from pg_proc where pronamespace::regnamespace::text in ${ours}`,
  triggers: `select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
}

/**
 * What Drizzle declares: columns, constraints (deferred or not, valid for older rows or not),
 * indexes, enums, and views that call no function of ours.
 */
export function declaredDefinitions(pool: pg.Pool): Promise<Definitions> {
  return definitions(pool, declared)
}

/** What is written in SQL: functions, triggers, and views that call such functions. */
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
