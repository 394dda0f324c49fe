// What the logins of Hasura and the server could do with SQL of their own, beyond the rows that
// they may touch.
import type pg from 'pg'
import type { Rule } from './rule.ts'

/** The rules, in the order in which they are listed. */
export const privilegeRules: readonly Rule<
  { readonly pool: pg.Pool },
  Promise<readonly string[]>
>[] = [
  {
    name: 'nobody but its owner executes a function unless it is granted, today\'s or tomorrow\'s',
    findings: keepsFunctions,
  },
  {
    name: 'every function looks names up in PostgreSQL\'s catalog first and in the temporary schema last',
    findings: pinsSearchPaths,
  },
  { name: 'PUBLIC makes no table, temporary or not, and no schema', findings: makesNothing },
  {
    name: 'no statement of anybody but the owner takes longer than five seconds, nor a transaction that pauses',
    findings: limitsTime,
  },
]

const ours = 'p.pronamespace::regnamespace::text in (\'public\', \'private\')'
const listed = (pool: pg.Pool, query: string): Promise<string[]> =>
  pool.query<{ finding: string }>(query).then(({ rows }) => rows.map(({ finding }) => finding))

async function keepsFunctions({ pool }: { pool: pg.Pool }): Promise<string[]> {
  const today = await listed(
    pool,
    `
    select format('%s can be executed by PUBLIC', p.oid::regprocedure) as finding
    from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl where ${ours} and acl.grantee = 0`,
  )
  const tomorrow = await listed(
    pool,
    `
    select 'a new function could be executed by PUBLIC' as finding
    where not exists (select from pg_default_acl where defaclobjtype = 'f' and defaclnamespace = 0
      and not exists (select from aclexplode(defaclacl) acl where acl.grantee = 0))`,
  )
  return [...today, ...tomorrow]
}

function pinsSearchPaths({ pool }: { pool: pg.Pool }): Promise<string[]> {
  return listed(
    pool,
    `
    select format('%s has no search_path of pg_catalog, public, pg_temp', p.oid::regprocedure) as finding
    from pg_proc p where ${ours} and not coalesce('search_path=pg_catalog, public, pg_temp' = any (p.proconfig), false)`,
  )
}

function makesNothing({ pool }: { pool: pg.Pool }): Promise<string[]> {
  return listed(
    pool,
    `
    select format('PUBLIC has %s on the database', acl.privilege_type) as finding
    from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) acl
    where d.datname = current_database() and acl.grantee = 0 and acl.privilege_type <> 'CONNECT'
    union all
    select format('PUBLIC has CREATE on the schema %s', n.nspname)
    from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) acl
    where acl.grantee = 0 and acl.privilege_type = 'CREATE'`,
  )
}

function limitsTime({ pool }: { pool: pg.Pool }): Promise<string[]> {
  return listed(
    pool,
    `
    select format('%s is not 5s for everybody', wanted) as finding
    from unnest(array['statement_timeout=5s', 'idle_in_transaction_session_timeout=5s']) wanted
    where not exists (select from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
      where d.datname = current_database() and s.setrole = 0 and wanted = any (s.setconfig))`,
  )
}
