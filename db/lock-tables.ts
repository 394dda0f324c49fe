import type pg from 'pg'

/**
 * Locks every table and view of the application, so that what follows in this transaction waits for
 * nobody. Whoever reads or writes meanwhile waits for it.
 *
 * A migration that locked one table after another could wait for a writer that waits for it, and
 * PostgreSQL would end the one or the other. Here an attempt that has not got all of them in half of the
 * second after which PostgreSQL looks for such circles lets go of them, and tries again.
 *
 * @param client of the tables' owner, in a transaction
 * @see https://www.postgresql.org/docs/current/runtime-config-locks.html#GUC-DEADLOCK-TIMEOUT
 */
export async function lockTables(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  await client.query(`
    do $$
    declare
      attempt_ends timestamptz;
      known record;
    begin
      loop
        begin
          attempt_ends := clock_timestamp() + interval '500 milliseconds';
          for known in
            select relname, relnamespace::regnamespace as namespace from pg_class
            where relkind in ('r', 'v') and pg_has_role(relowner, 'usage') and relnamespace in (
              select oid from pg_namespace where nspname in ('public', 'private')
            )
          loop
            perform set_config('lock_timeout', greatest(
              1, extract(milliseconds from attempt_ends - clock_timestamp())::int
            )::text, true);
            execute format('lock table %s.%I in access exclusive mode', known.namespace, known.relname);
          end loop;
          exit;
        exception when lock_not_available then
          perform pg_sleep(0.05 + random() / 10);
        end;
      end loop;
      perform set_config('lock_timeout', '0', true);
    end
    $$`)
}
