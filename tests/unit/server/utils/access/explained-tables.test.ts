import { expect, test } from 'vitest'
import { explainedTables } from '../../../../../server/utils/access/explain-access.ts'
import { loadTables } from '../../../../support/metadata.ts'

/** Whose access goes without an explanation of its own. */
const unexplained = {
  'is its person\'s own': [
    'categories',
    'closed_goals',
    'own_history',
    'period_closes',
    'received_invitations',
    'settings',
    'users',
  ],
  'is seen by those who see the goal, and changed by those who own it': [
    'goal_figures',
    'goal_grants',
    'goal_members',
    'goal_parts',
    'goal_progress',
    'user_goals',
  ],
  'is in the trash, where its goal or those who edit it are asked about': [
    'deleted_goals',
    'deleted_key_results',
    'deleted_tasks',
  ],
}

test('every table is explained, or there is a reason why not', () => {
  expect([...explainedTables, ...Object.values(unexplained).flat()].sort()).toEqual(
    loadTables().map(({ table }) => table.name).sort(),
  )
})
