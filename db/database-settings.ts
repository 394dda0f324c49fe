import type pg from 'pg'

/**
 * No statement of Hasura or the server, and no pause inside of a transaction, is longer than this.
 */
export const maxDuration = '5s'

/**
 * Gives the database what belongs to it and not to its content, and so comes along neither in a
 * dump nor in a copy: time limits for everybody but its owner, and no right of PUBLIC to make
 * schemas or temporary tables in it.
 *
 * The limits are settings of the database because a group role's settings do not pass on to its
 * members. A setting of a login wins over them; so do those of the owner in this database, who
 * migrates, seeds and restores without limits.
 *
 * @param client of the database's owner
 * @throws Error with PostgreSQL's words when `client` is not the owner
 * @see https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-SQL
 */
export async function applyDatabaseSettings(client: Pick<pg.ClientBase, 'query'>): Promise<void> {
  const {
    rows: [row],
  } = await client.query<{ database: string, owner: string }>(
    'select quote_ident(current_database()) as database, quote_ident(current_user) as owner',
  )
  const { database, owner } = row!
  for (const limit of ['statement_timeout', 'idle_in_transaction_session_timeout']) {
    await client.query(`alter database ${database} set ${limit} = '${maxDuration}'`)
    await client.query(`alter role ${owner} in database ${database} set ${limit} = 0`)
  }
  await client.query(`revoke create, temporary on database ${database} from public`)
}
