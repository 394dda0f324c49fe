import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A task with all that a person may change. */
export const taskFields = viewerGraphql(`
  fragment TaskFields on tasks {
    id goal_id category_id title notes status priority due_date position completed_at created_at updated_at
  }
`)

/** A page of a goal's tasks in their order: no answer holds all of very many. */
export const goalTasksQuery = viewerGraphql(
  `
  query GoalTasks($goal: uuid!, $limit: Int!, $offset: Int!) {
    tasks(where: { goal_id: { _eq: $goal } }, order_by: [{ position: asc }, { created_at: asc }, { id: asc }], limit: $limit, offset: $offset) {
      ...TaskFields
    }
  }
`,
  [taskFields],
)

/** A task. */
export type Task = ResultOf<typeof taskFields>
