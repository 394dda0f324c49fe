import { useUndo } from './useUndo'
import { useWrite, type Outcome } from './useWrite'
import { restoreGoalMutation, updateGoalMutation } from '~/graphql/member/goals'
import { deleteCheckInMutation } from '~/graphql/member/check-ins'
import {
  revertCheckInMutation,
  revertGoalMutation,
  revertKeyResultMutation,
  revertTaskMutation,
  type RevertedColumns,
} from '~/graphql/member/history'
import { restoreKeyResultMutation, updateKeyResultMutation } from '~/graphql/member/key-results'
import {
  blockTaskMutation,
  restoreTaskMutation,
  unblockTaskMutation,
  updateTaskMutation,
} from '~/graphql/member/tasks'
import type { Reversal, Revertible, Trashed } from '~/utils/history/reversal'
import { conflict, type Problem } from '~/utils/problems'

/** Takes changes back that history tells of, by ordinary writes of the person's own. */
export function useTakeBack() {
  const write = useWrite()
  const { refuse } = useUndo()
  const { change, trash, restore } = useReverts(write)

  /** Writes what a change has changed as it was, unless it has been changed again since. */
  async function takeBack(reversal: Reversal): Promise<void> {
    const outcome = await reverse(reversal)
    if (outcome.kind === 'refused')
      await refuse('Could not be undone', outcome.problem, () => takeBack(reversal))
  }

  function reverse(reversal: Reversal): Promise<Outcome<unknown>> {
    switch (reversal.kind) {
      case 'set':
        return change(reversal.entity, reversal.where, reversal.set)
      case 'trash':
        return trash(reversal.entity, reversal.id)
      case 'restore':
        return restore(reversal.entity, reversal.id)
      case 'withdraw':
        return write({
          document: deleteCheckInMutation,
          variables: { id: reversal.id },
          read: ({ delete_check_ins_by_pk: row }) => wasDone(row ? 1 : 0),
        })
      case 'unlink':
        return write({
          document: unblockTaskMutation,
          variables: { task: reversal.task, by: reversal.dependsOn },
          read: ({ delete_task_dependencies: done }) => wasDone(done?.affected_rows),
        })
      case 'link':
        return write({
          document: blockTaskMutation,
          variables: { task: reversal.task, by: reversal.dependsOn },
          read: ({ insert_task_dependencies_one: row }) => wasDone(row ? 1 : 0),
        })
    }
  }

  return takeBack
}

/** The writes that give a row of a table its former values, or take it out of the trash. */
function useReverts(write: ReturnType<typeof useWrite>) {
  function change(entity: Revertible, where: object, set: object): Promise<Outcome<unknown>> {
    switch (entity) {
      case 'goals':
        return write({
          document: revertGoalMutation,
          variables: { where, set: set as RevertedColumns['goals'] },
          read: ({ update_goals: done }) => wasDone(done?.returning.length),
        })
      case 'tasks':
        return write({
          document: revertTaskMutation,
          variables: { where, set: set as RevertedColumns['tasks'] },
          read: ({ update_tasks: done }) => wasDone(done?.returning.length),
        })
      case 'key_results':
        return write({
          document: revertKeyResultMutation,
          variables: { where, set: set as RevertedColumns['key_results'] },
          read: ({ update_key_results: done }) => wasDone(done?.returning.length),
        })
      case 'check_ins':
        return write({
          document: revertCheckInMutation,
          variables: { where, set: set as RevertedColumns['check_ins'] },
          read: ({ update_check_ins: done }) => wasDone(done?.returning.length),
        })
    }
  }

  function trash(entity: Trashed, id: string): Promise<Outcome<unknown>> {
    const set = { deleted_at: new Date().toISOString() }
    switch (entity) {
      case 'goals':
        return write({
          document: updateGoalMutation,
          variables: { id, set },
          read: ({ update_goals_by_pk: row }) => wasDone(row ? 1 : 0),
        })
      case 'tasks':
        return write({
          document: updateTaskMutation,
          variables: { id, set },
          read: ({ update_tasks_by_pk: row }) => wasDone(row ? 1 : 0),
        })
      case 'key_results':
        return write({
          document: updateKeyResultMutation,
          variables: { id, set },
          read: ({ update_key_results_by_pk: row }) => wasDone(row ? 1 : 0),
        })
    }
  }

  function restore(entity: Trashed, id: string): Promise<Outcome<unknown>> {
    const variables = { id }
    switch (entity) {
      case 'goals':
        return write({
          document: restoreGoalMutation,
          variables,
          read: ({ update_deleted_goals: done }) => wasDone(done?.affected_rows),
        })
      case 'tasks':
        return write({
          document: restoreTaskMutation,
          variables,
          read: ({ update_deleted_tasks: done }) => wasDone(done?.affected_rows),
        })
      case 'key_results':
        return write({
          document: restoreKeyResultMutation,
          variables,
          read: ({ update_deleted_key_results: done }) => wasDone(done?.affected_rows),
        })
    }
  }

  return { change, trash, restore }
}

function wasDone(rows: number | undefined): true | Problem {
  return rows ? true : { ...conflict(), message: 'This has been changed again since, so nothing was undone.' }
}
