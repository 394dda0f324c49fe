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

/**
 * Gives a person who exists `count` goals: `The oldest goal`, then `Goal 2` and so on. The Inbox is
 * older than they are, as it is where people have made them one by one.
 */
export async function giveManyGoals(username: string, count: number): Promise<void> {
  await onDatabase(async (client) => {
    await client.query(
      `update user_goals set created_at = now() - interval '1 year'
       where user_id = $1 and goal_id in (select id from goals where is_inbox)`,
      [userIdFor(username)],
    )
    await client.query(
      `insert into goals (title, horizon, created_by, created_at)
       select case n when 1 then 'The oldest goal' else 'Goal ' || n end, 'weekly', $1::uuid, now() - ($2::int - n + 1) * interval '1 minute'
       from generate_series(1, $2::int) as n`,
      [userIdFor(username), count],
    )
  })
}

/** Puts `count` tasks into a person's Inbox: `Task 1` and so on, in this order. */
export async function giveManyTasks(username: string, count: number): Promise<void> {
  await onDatabase(client =>
    client.query(
      `insert into tasks (goal_id, title, position)
       select goals.id, 'Task ' || n, n
       from goals, generate_series(1, $2::int) as n
       where goals.is_inbox and goals.created_by = $1`,
      [userIdFor(username), count],
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

/** Adds a goal that nobody owns, as it was before people had accounts. */
export async function addUnownedGoal(title: string): Promise<void> {
  await onDatabase(client =>
    client.query('insert into goals (title, horizon) values ($1, \'yearly\')', [title]),
  )
}

async function onDatabase(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.E2E_DATABASE_URL })
  await client.connect()
  try {
    await work(client)
  }
  finally {
    await client.end()
  }
}
