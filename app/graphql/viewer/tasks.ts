import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** What a task shows wherever it is one of many goals' tasks. */
export const taskSummary = viewerGraphql(`
  fragment TaskSummary on tasks {
    id goal_id title status priority due_date position completed_at created_at updated_at
  }
`)

/** A task with all that a person may change. */
export const taskFields = viewerGraphql(
  `
  fragment TaskFields on tasks {
    ...TaskSummary
    parent_id category_id notes estimated_hours actual_hours tags weight recurrence
  }
`,
  [taskSummary],
)

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

/** That a task waits for another, and what of the other is shown. */
export const taskLink = viewerGraphql(`
  fragment TaskLink on task_dependencies { id task_id depends_on_id depends_on { id title status goal_id } }
`)

/** Open tasks whose title fits a pattern of LIKE, newest first, with their goal. */
export const taskSearchQuery = viewerGraphql(`
  query TaskSearch($title: String!, $limit: Int!) {
    tasks(
      where: { title: { _ilike: $title }, status: { _in: ["pending", "in_progress", "blocked"] } }
      order_by: [{ created_at: desc }], limit: $limit
    ) { id title status goal_id goal { id title } }
  }
`)

/** That a task waits for another. */
export type TaskLink = ResultOf<typeof taskLink>

/** A task. */
export type Task = ResultOf<typeof taskFields>
