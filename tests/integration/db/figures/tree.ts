import { addGoal, type Queryable } from '../../../support/rows.ts'

/**
 * Adds a tree of goals of one person.
 *
 * @param widths how many goals there are below each goal of the level before; the first number is
 *   that of the roots
 * @param tasks how many tasks each goal of the lowest level has
 * @returns the goals of the lowest level
 */
export async function addTree(
  db: Queryable,
  owner: string,
  [roots = 1, ...widths]: readonly number[],
  tasks: number,
): Promise<string[]> {
  let level = await Promise.all(Array.from({ length: roots }, () => addGoal(db, owner)))
  for (const width of widths) {
    const { rows } = await db.query<{ id: string }>(
      `insert into goals (title, horizon, created_by, parent_id)
        select 'A goal', 'weekly', $1, parent from unnest($2::uuid[]) parent, generate_series(1, $3) returning id`,
      [owner, level, width],
    )
    level = rows.map(({ id }) => id)
  }
  await db.query(
    'insert into tasks (title, goal_id) select \'A task\', goal from unnest($1::uuid[]) goal, generate_series(1, $2)',
    [level, tasks],
  )
  return level
}
