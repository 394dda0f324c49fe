import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { userIdFor } from '../../../dev/identity-provider/people.ts'

/** Makes somebody a member of a goal, and of what is below it, without asking them. */
export async function shareGoal(
  goal: string,
  username: string,
  role: 'editor' | 'viewer',
): Promise<void> {
  await onDatabase(async (client) => {
    await client.query(
      'insert into users (id, username, name) values ($1, $2, $2) on conflict do nothing',
      [userIdFor(username), username],
    )
    await client.query('insert into goal_grants (user_id, goal_id, role) values ($1, $2, $3)', [
      userIdFor(username),
      goal,
      role,
    ])
  })
}

/**
 * Makes `count` new people viewers of a goal. Their names come last in the list of people, so that
 * other tests find theirs on its first page.
 */
export async function shareGoalWithMany(goal: string, count: number): Promise<void> {
  await onDatabase(client =>
    client.query(
      `with people as (
         insert into users (id, username, name)
         select gen_random_uuid(), 'zz-' || $1::text || '-' || n, 'Zz Reader ' || n
         from generate_series(1, $2::int) as n
         returning id
       )
       insert into goal_grants (user_id, goal_id, role) select id, $1::uuid, 'viewer' from people`,
      [goal, count],
    ),
  )
}

/** Takes a goal away from a member. */
export async function unshareGoal(goal: string, username: string): Promise<void> {
  await onDatabase(client =>
    client.query('delete from goal_grants where user_id = $1 and goal_id = $2', [
      userIdFor(username),
      goal,
    ]),
  )
}

async function onDatabase(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'db:url'], {
    env: process.env,
  })
  const client = new pg.Client({ connectionString: stdout.trim() })
  await client.connect()
  try {
    await work(client)
  }
  finally {
    await client.end()
  }
}
