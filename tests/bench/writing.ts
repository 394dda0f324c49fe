import path from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../dev/postgres/cluster.ts'
import { benchDirectory, migratedDatabase } from './support/database.ts'
import { median } from './support/statistics.ts'

/** What completing a task costs, four goals below the top; medians over the rounds. */
export interface WritingReport {
  /** Milliseconds a transaction. */
  readonly plain: number
  readonly complete: number
  /** Median of the ratios of the same round. */
  readonly ratio: number
}

/** How many goals there are below each goal, from the top. */
const widths = [1, 6, 6, 6]
const tasksPerGoal = 10
const perRound = 150

/**
 * Completes tasks one after another over one connection, each in a transaction of its own: in turns
 * as the application has it, and by the same UPDATE without triggers. PostgreSQL waits for the disk,
 * as it does in production.
 */
export async function measureWriting(rounds: number): Promise<WritingReport> {
  const cluster = await startPostgres(path.join(benchDirectory, 'durable'))
  const client = new pg.Client({ connectionString: await migratedDatabase(cluster, 'goals_writing') })
  try {
    await client.connect()
    const tasks = await plant(client)
    const measured: { plain: number, complete: number }[] = []
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      const complete = await completeAll(client, tasks.splice(0, perRound))
      await client.query('alter table tasks disable trigger user')
      const plain = await completeAll(client, tasks.splice(0, perRound))
      await client.query('alter table tasks enable trigger user')
      if (round > 0) measured.push({ plain, complete })
    }
    return {
      plain: median(measured.map(({ plain }) => plain)),
      complete: median(measured.map(({ complete }) => complete)),
      ratio: median(measured.map(({ plain, complete }) => complete / plain)),
    }
  }
  finally {
    await client.end()
    await cluster.stop()
  }
}

/** Adds a tree of goals with tasks at its bottom; returns the tasks, in any order. */
async function plant(client: pg.Client): Promise<string[]> {
  const { rows: people } = await client.query<{ id: string }>(
    'insert into users (id, username, name) values (gen_random_uuid(), \'writer\', \'Writer\') returning id',
  )
  const owner = people[0]!.id
  let level: (string | null)[] = [null]
  for (const width of widths) {
    const { rows } = await client.query<{ id: string }>(
      `insert into goals (title, horizon, created_by, parent_id)
        select 'A goal', 'weekly', $1, parent from unnest($2::uuid[]) parent, generate_series(1, $3) returning id`,
      [owner, level, width],
    )
    level = rows.map(({ id }) => id)
  }
  const { rows } = await client.query<{ id: string }>(
    `insert into tasks (title, goal_id, created_by)
      select 'A task', goal, $1 from unnest($2::uuid[]) goal, generate_series(1, $3) returning id`,
    [owner, level, tasksPerGoal],
  )
  await client.query('vacuum analyze')
  return rows.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b))
}

/** Completes tasks; returns milliseconds for each. */
async function completeAll(client: pg.Client, tasks: readonly string[]): Promise<number> {
  const start = performance.now()
  for (const id of tasks) {
    await client.query({
      name: 'complete',
      text: 'update tasks set status = \'completed\' where id = $1',
      values: [id],
    })
  }
  return (performance.now() - start) / tasks.length
}
