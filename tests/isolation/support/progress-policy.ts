// The policy about what follows from the parts of a goal: read by those who read the goal, written by
// nobody.
import { isLive, membership } from './rights.ts'
import { administratorsAnd, allBut, everybody, type TableName, type TablePolicy } from './table-policy.ts'
import type { Row, World } from './world.ts'

type ProgressTable = Extract<TableName, 'goal_figures' | 'goal_progress' | 'goal_parts'>

/** The id before all others. */
const nil = '00000000-0000-0000-0000-000000000000'

function readAsTheGoal(
  table: ProgressTable,
  key: readonly string[],
  cursor: readonly [column: string, before: string],
  rowsOf: (world: World) => readonly Row[],
  hidden: readonly string[] = [],
): TablePolicy {
  const columns = allBut(table, ...hidden)
  return {
    key,
    cursor,
    aggregates: everybody,
    rowsOf,
    readable: { member: columns, viewer: columns, org_admin: columns },
    reads: administratorsAnd(
      (person, row, world) =>
        isLive(row, world) && membership(person, row.goal_id, world) !== undefined,
    ),
  }
}

/** The part of `policy` about it. */
export const progressPolicy: Readonly<Record<ProgressTable, TablePolicy>> = {
  goal_figures: readAsTheGoal(
    'goal_figures',
    ['goal_id'],
    ['goal_id', nil],
    world => world.goal_figures,
    ['total', 'is_of_tasks'],
  ),
  goal_progress: readAsTheGoal(
    'goal_progress',
    ['goal_id', 'day'],
    ['day', '1970-01-01'],
    world => world.goal_progress,
  ),
  goal_parts: {
    ...readAsTheGoal('goal_parts', ['part_id'], ['part_id', nil], world => world.goal_parts),
    isView: true,
  },
}
