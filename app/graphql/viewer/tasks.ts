import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A task with all that a person may change. */
export const taskFields = viewerGraphql(`
  fragment TaskFields on tasks {
    id goal_id category_id title notes status priority due_date position completed_at created_at updated_at
  }
`)

/** A task. */
export type Task = ResultOf<typeof taskFields>
