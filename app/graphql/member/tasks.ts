import type { ResultOf, VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'

const taskFields = memberGraphql(`
  fragment WrittenTask on tasks {
    id goal_id category_id title notes status priority due_date position completed_at created_at updated_at goal { id title horizon is_inbox }
  }
`)

/** Adds a task to a goal. */
export const createTaskMutation = memberGraphql(`
  mutation CreateTask($object: tasks_insert_input!) { insert_tasks_one(object: $object) { ...WrittenTask } }
`, [taskFields])

/** Changes the given fields of a task. */
export const updateTaskMutation = memberGraphql(`
  mutation UpdateTask($id: uuid!, $set: tasks_set_input!) {
    update_tasks_by_pk(pk_columns: { id: $id }, _set: $set) { ...WrittenTask }
  }
`, [taskFields])

/** Takes a task out of the trash. */
export const restoreTaskMutation = memberGraphql(`
  mutation RestoreTask($id: uuid!) {
    update_deleted_tasks(where: { id: { _eq: $id } }, _set: { deleted_at: null }) { affected_rows }
  }
`)

/** Deletes a task that is in the trash, for good. */
export const deleteTaskMutation = memberGraphql(`
  mutation DeleteTask($id: uuid!) { delete_deleted_tasks(where: { id: { _eq: $id } }) { affected_rows } }
`)

/** The tasks in the trash, last deleted first. */
export const deletedTasksQuery = memberGraphql(`
  query DeletedTasks($limit: Int!) {
    deleted_tasks(order_by: [{ deleted_at: desc }], limit: $limit) { id title status deleted_at goal { id title } }
  }
`)

/** The fields of a new task. */
export type NewTask = VariablesOf<typeof createTaskMutation>['object']

/** The fields of a task that can be changed. */
export type TaskChanges = VariablesOf<typeof updateTaskMutation>['set']

/** The tasks in the trash. */
export type DeletedTasks = ResultOf<typeof deletedTasksQuery>
