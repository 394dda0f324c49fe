import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { userIdFor } from '../../../dev/identity-provider/people.ts'

/** Makes somebody a member of a goal; the product has no page for that yet. */
export async function shareGoal(
  goal: string,
  username: string,
  role: 'editor' | 'viewer',
): Promise<void> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'db:url'], {
    env: process.env,
  })
  const client = new pg.Client({ connectionString: stdout.trim() })
  await client.connect()
  try {
    await client.query(
      'insert into users (id, username, name) values ($1, $2, $2) on conflict do nothing',
      [userIdFor(username), username],
    )
    await client.query('insert into user_goals (user_id, goal_id, role) values ($1, $2, $3)', [
      userIdFor(username),
      goal,
      role,
    ])
  }
  finally {
    await client.end()
  }
}
