// Watches the database for committed changes, and takes them back row by row.
import type pg from 'pg'
import { endChains, tables, type Row, type World } from './world.ts'

type Table = (typeof tables)[number]

/**
 * A row as it was written: its `xmin` and `ctid`. What a rolled back transaction left behind has
 * none.
 *
 * @see https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
type Version = string

/** The rows of a table by their versions. */
type Versioned = Map<Version, Row>

/** The rows that a table has, and those that it lacks. */
interface Difference {
  readonly table: Table
  readonly added: readonly Version[]
  readonly missing: readonly Version[]
}

/**
 * Watches a database that holds `world`. The function that it answers with reads what is there, and
 * puts `world` back when that differs, without firing triggers. As long as no row has changed it
 * answers `world` itself.
 *
 * @param client reads; the pool gives another one that writes, since whatever a session has planned
 *   is forgotten when it switches triggers off
 */
export async function keepWorld(
  client: pg.ClientBase,
  pool: pg.Pool,
  world: World,
): Promise<() => Promise<World>> {
  const kept = await readVersioned(client)
  let unchanged = ''
  return async () => {
    const versions = await readVersions(client)
    if (versions.join() === unchanged) return world
    const differences = tables
      .map((table, index) => differenceOf(table, kept[table], versions[index]!))
      .filter(({ added, missing }) => added.length > 0 || missing.length > 0)
    if (differences.length === 0) {
      unchanged = versions.join()
      return world
    }
    const now = await readDifferent(client, world, kept, differences)
    const writer = await pool.connect()
    await takeBack(writer, kept, differences).finally(() => writer.release())
    return now
  }
}

async function readVersions(client: pg.ClientBase): Promise<string[]> {
  const parts = tables.map(
    table =>
      `(select coalesce(string_agg(xmin || ' ' || ctid, ';' order by ctid), '') from ${table})`,
  )
  const {
    rows: [row],
  } = await client.query<{ versions: string[] }>({
    name: 'versions of rows',
    text: `select array[${parts.join(', ')}] as versions`,
  })
  return row!.versions
}

async function readVersioned(client: pg.ClientBase): Promise<Record<Table, Versioned>> {
  const parts = tables.map(
    table =>
      `'${table}', (select coalesce(jsonb_object_agg(xmin || ' ' || ctid, to_jsonb(t)), '{}') from ${table} t)`,
  )
  const {
    rows: [row],
  } = await client.query<{ rows: Record<Table, Record<Version, Row>> }>(
    `select jsonb_build_object(${parts.join(', ')}) as rows`,
  )
  return Object.fromEntries(
    tables.map(table => [table, new Map(Object.entries(row!.rows[table]))]),
  ) as Record<Table, Versioned>
}

function differenceOf(table: Table, kept: Versioned, versions: string): Difference {
  const found = new Set(versions === '' ? [] : versions.split(';'))
  return {
    table,
    added: [...found].filter(version => !kept.has(version)),
    missing: [...kept.keys()].filter(version => !found.has(version)),
  }
}

/** The world as it is: rows that were there are not read again. */
async function readDifferent(
  client: pg.ClientBase,
  world: World,
  kept: Record<Table, Versioned>,
  differences: readonly Difference[],
): Promise<World> {
  const parts = tables.map(
    (table, index) =>
      `'${table}', (select jsonb_agg(to_jsonb(t)) from ${table} t where ctid = any($${index + 1}::tid[]))`,
  )
  const {
    rows: [row],
  } = await client.query<{ added: Record<string, Row[] | null> }>({
    name: 'rows of versions',
    text: `select jsonb_build_object(${parts.join(', ')}, 'goal_parts', (select jsonb_agg(to_jsonb(p)) from goal_parts p)) as added`,
    values: tables.map(table =>
      placesOf(differences.find(one => one.table === table)?.added ?? []),
    ),
  })
  const { goal_parts: goalParts, ...added } = row!.added
  const changed = differences.map(({ table, missing }) => {
    const gone = new Set(missing)
    const rest = [...kept[table]].filter(([version]) => !gone.has(version)).map(([, one]) => one)
    return [table, [...rest, ...(added[table] ?? [])]]
  })
  return { ...world, goal_parts: goalParts ?? [], ...Object.fromEntries(changed) }
}

/** Puts back what `kept` says, and notes there under which versions it is now. */
async function takeBack(
  client: pg.ClientBase,
  kept: Record<Table, Versioned>,
  differences: readonly Difference[],
): Promise<void> {
  await client.query('begin; set local session_replication_role = replica')
  for (const { table, added } of differences.filter(one => one.added.length > 0))
    await client.query(`delete from ${table} where ctid = any($1::tid[])`, [placesOf(added)])
  for (const { table, missing } of differences.filter(one => one.missing.length > 0)) {
    const rows = missing.map(version => kept[table].get(version)!)
    const { rows: inserted } = await client.query<{ version: Version }>(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1) returning xmin || ' ' || ctid as version`,
      [JSON.stringify(rows)],
    )
    for (const version of missing) kept[table].delete(version)
    inserted.forEach(({ version }, index) => kept[table].set(version, rows[index]!))
  }
  if (differences.some(({ table }) => table === 'audit_log')) await endChains(client)
  await client.query('commit')
}

/** The places of rows in their table: the `ctid` of each version. */
function placesOf(versions: readonly Version[]): string[] {
  return versions.map(version => version.split(' ')[1]!)
}
