import { useTaskActions } from './useTaskActions'
import { useUndo } from '../request/useUndo'
import type { Outcome } from '../request/useWrite'
import { quoted, shorten } from '~/utils/text'

/** A task that changes its goal. */
export interface MovedTask {
  id: string
  title: string
  goal_id: string
  parent_id: string | null
}

/** Moves a task to another goal, with a way back. A refusal is the dialog's to show. */
export function useMoveTask() {
  const { update } = useTaskActions()
  const { offer } = useUndo()
  return async (
    task: MovedTask,
    goal: { id: string, title: string },
  ): Promise<Outcome<unknown>> => {
    const outcome = await update(task.id, { goal_id: goal.id })
    if (outcome.kind === 'done') {
      const said = `Moved ${quoted(shorten(task.title, 40))} to ${quoted(shorten(goal.title, 40))}`
      const { id, goal_id, parent_id } = task
      offer(said, { kind: 'task-fields', id, fields: { goal_id, parent_id } })
    }
    return outcome
  }
}
