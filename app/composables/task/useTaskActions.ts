import { useCreateOnce } from '../request/useCreateOnce'
import { useUndo } from '../request/useUndo'
import { useUpdateUnchanged } from '../request/useUpdateUnchanged'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  createdTaskQuery,
  createTaskMutation,
  taskRowQuery,
  updateTaskMutation,
  updateUnchangedTaskMutation,
  type TaskChanges,
} from '~/graphql/member/tasks'
import { missing } from '~/utils/problems'
import type { TaskStatus } from '~/utils/statuses'
import type { Placement } from '~/utils/task-tree'
import { shorten } from '~/utils/text'

export type { Task, TaskLink } from '~/graphql/viewer/tasks'
export type { TaskChanges }

/** The parts of a task that its actions need. */
export interface ActedTask {
  id: string
  title: string
  status: TaskStatus
}

/** A task that goes elsewhere in its tree. */
export interface PlacedTask {
  id: string
  title: string
  parent_id: string | null
  position: number
}

/** Creates and changes tasks: at once on the page, then on the server, with a way back. */
export function useTaskActions() {
  const write = useWrite()
  const { offer, refuse } = useUndo()

  /**
   * Changes fields that nobody else has changed since they were read. A refusal is the form's to
   * show.
   */
  const updateUnchanged = useUpdateUnchanged({
    noun: 'task',
    document: updateUnchangedTaskMutation,
    returned: ({ update_tasks: answer }) => answer?.returning[0],
    query: taskRowQuery,
    found: ({ tasks_by_pk: row }) => row,
  })

  /**
   * Adds a task; trying again under the same key adds no second one. A refusal is the form's to
   * show.
   */
  const create = useCreateOnce({
    noun: 'task',
    document: createTaskMutation,
    created: ({ insert_tasks_one: row }) => row,
    query: createdTaskQuery,
    found: ({ tasks: rows }) => rows,
    trashed: ({ trashed }) => trashed,
    update: updateUnchanged,
  })

  /** Changes fields, whatever they were before. */
  function update(id: string, set: TaskChanges): Promise<Outcome<unknown>> {
    return write({
      document: updateTaskMutation,
      variables: { id, set },
      read: ({ update_tasks_by_pk: row }) => row ?? missing('task'),
    })
  }

  /** Moves a task to another status. */
  async function setStatus(task: ActedTask, status: TaskStatus): Promise<void> {
    const outcome = await update(task.id, { status })
    if (outcome.kind === 'refused')
      refuse(`“${shorten(task.title)}” was not changed`, outcome.problem, () =>
        setStatus(task, status),
      )
    else
      offer(`${status === 'completed' ? 'Completed' : 'Changed'} “${shorten(task.title)}”`, {
        kind: 'task-fields',
        id: task.id,
        fields: { status: task.status },
      })
  }

  /** Puts a task elsewhere among the tasks of its goal. */
  async function place(task: PlacedTask, { others, ...place }: Placement): Promise<void> {
    const outcomes = await Promise.all([
      update(task.id, place),
      ...others.map(({ id, position }) => update(id, { position })),
    ])
    const refused = outcomes.find(outcome => outcome.kind === 'refused')
    if (refused) return refuse(`“${shorten(task.title)}” was not moved`, refused.problem)
    const { id, parent_id, position } = task
    await offer(`Moved “${shorten(task.title)}”`, { kind: 'task-fields', id, fields: { parent_id, position } })
  }

  /** Moves a task to the trash. */
  async function trash(task: ActedTask): Promise<void> {
    const outcome = await update(task.id, { deleted_at: new Date().toISOString() })
    if (outcome.kind === 'refused')
      refuse(`“${shorten(task.title)}” was not deleted`, outcome.problem, () => trash(task))
    else offer(`Deleted “${shorten(task.title)}”`, { kind: 'task-restore', id: task.id })
  }

  return { create, update, updateUnchanged, setStatus, place, trash }
}
