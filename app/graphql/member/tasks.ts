import type { ResultOf, VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'
import { taskFields, taskLink } from '../viewer/tasks.ts'

const writtenTask = memberGraphql(
  `
  fragment WrittenTask on tasks { ...TaskFields goal { id title horizon is_inbox archived_at } }
`,
  [taskFields],
)

/**
 * Adds a task to a goal; answers nothing when the caller has made one under the same `client_key`
 * before.
 */
export const createTaskMutation = memberGraphql(
  `
  mutation CreateTask($object: tasks_insert_input!) {
    insert_tasks_one(
      object: $object
      on_conflict: { constraint: tasks_created_by_client_key_key, update_columns: [] }
    ) { ...WrittenTask }
  }
`,
  [writtenTask],
)

/** The task that a person has made under a key; `trashed` when it is in the trash. */
export const createdTaskQuery = memberGraphql(
  `
  query CreatedTask($key: uuid!, $me: uuid!) {
    tasks(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { ...WrittenTask }
    trashed: deleted_tasks(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { id }
  }
`,
  [writtenTask],
)

/** Changes the given fields of a task. */
export const updateTaskMutation = memberGraphql(
  `
  mutation UpdateTask($id: uuid!, $set: tasks_set_input!) {
    update_tasks_by_pk(pk_columns: { id: $id }, _set: $set) { ...WrittenTask }
  }
`,
  [writtenTask],
)

/**
 * Changes the given fields of a task that has not changed since `$seen`, its `updated_at`; finds
 * nothing otherwise.
 */
export const updateUnchangedTaskMutation = memberGraphql(
  `
  mutation UpdateUnchangedTask($id: uuid!, $seen: timestamptz!, $set: tasks_set_input!) {
    update_tasks(where: { id: { _eq: $id }, updated_at: { _eq: $seen } }, _set: $set) { returning { ...WrittenTask } }
  }
`,
  [writtenTask],
)

/** A task's own fields as they are now. */
export const taskRowQuery = memberGraphql(
  `
  query TaskRow($id: uuid!) { tasks_by_pk(id: $id) { ...WrittenTask } }
`,
  [writtenTask],
)

/** Lets a task wait for another. */
export const blockTaskMutation = memberGraphql(
  `
  mutation BlockTask($task: uuid!, $by: uuid!) {
    insert_task_dependencies_one(object: { task_id: $task, depends_on_id: $by }) { ...TaskLink }
  }
`,
  [taskLink],
)

/** Lets a task no longer wait for another. */
export const unblockTaskMutation = memberGraphql(`
  mutation UnblockTask($task: uuid!, $by: uuid!) {
    delete_task_dependencies(where: { task_id: { _eq: $task }, depends_on_id: { _eq: $by } }) { affected_rows }
  }
`)

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

/** A page of the tasks in the trash, last deleted first. */
export const deletedTasksQuery = memberGraphql(`
  query DeletedTasks($limit: Int!, $offset: Int!) {
    deleted_tasks(order_by: [{ deleted_at: desc }, { id: asc }], limit: $limit, offset: $offset) { id title status deleted_at goal { id title } }
  }
`)

/** The fields of a task that can be changed. */
export type TaskChanges = VariablesOf<typeof updateTaskMutation>['set']

/** The tasks in the trash. */
export type DeletedTasks = ResultOf<typeof deletedTasksQuery>
