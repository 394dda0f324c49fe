import { nextTick } from 'vue'
import { useRefusal } from './useRefusal'
import { useWrite, type Outcome } from './useWrite'
import {
  restoreGoalMutation,
  setMetricMutation,
  updateGoalMutation,
  type GoalChanges,
} from '~/graphql/member/goals'
import {
  restoreKeyResultMutation,
  updateKeyResultMutation,
  type KeyResultChanges,
} from '~/graphql/member/key-results'
import {
  blockTaskMutation,
  restoreTaskMutation,
  unblockTaskMutation,
  updateTaskMutation,
  type TaskChanges,
} from '~/graphql/member/tasks'
import { useUndoStore, type Reversal } from '~/stores/undo'
import { isRowInView } from '~/utils/tree-item'

/** How long the offer to undo stays, in milliseconds. */
const offered = 9000

/** Changes that speak for themselves while their row is in view. */
const quietKinds: Reversal['kind'][] = [
  'goal-trash',
  'task-trash',
  'task-fields',
  'key-result-fields',
  'task-block',
  'task-unblock',
]

/** Says what happened, offers to take it back, and reports what could not be done. */
export function useUndo() {
  const store = useUndoStore()
  const toast = useToast()
  const reverse = useReversal()
  const refuse = useRefusal()

  /**
   * Announces a change that is done, with a button to take it back. A new row or a tick that can be
   * seen is not announced: it can still be taken back by the shortcut.
   */
  async function offer(title: string, reversal: Reversal): Promise<void> {
    const entry = store.push(title, reversal)
    await nextTick()
    if (quietKinds.includes(reversal.kind) && isRowInView(reversal.id)) return
    toast.add({
      id: `undo-${entry.key}`,
      title,
      icon: 'i-lucide-check',
      color: 'neutral',
      duration: offered,
      actions: [
        { label: 'Undo', color: 'neutral', variant: 'outline', onClick: () => undo(entry.key) },
      ],
    })
  }

  /** Takes back one change, the last one when no key is given. */
  async function undo(key?: number): Promise<void> {
    const entry = store.take(key)
    if (!entry) return
    toast.remove(`undo-${entry.key}`)
    const outcome = await reverse(entry.reversal)
    if (outcome.kind === 'refused') {
      const again = store.push(entry.label, entry.reversal)
      return refuse('Could not be undone', outcome.problem, () => undo(again.key))
    }
    await nextTick()
    if (isRowInView(entry.reversal.id)) return
    toast.add({
      id: 'undone',
      title: 'Undone',
      description: entry.label,
      icon: 'i-lucide-undo-2',
      color: 'neutral',
      duration: 3000,
    })
  }

  return { offer, undo, refuse }
}

/** How each kind of change is taken back. */
function useReversal() {
  const write = useWrite()
  const now = () => new Date().toISOString()
  const read = () => true as const

  return (reversal: Reversal): Promise<Outcome<unknown>> => {
    const { id } = reversal
    switch (reversal.kind) {
      case 'goal-fields':
        return write({
          document: updateGoalMutation,
          variables: { id, set: reversal.fields as GoalChanges },
          read,
        })
      case 'goal-metric':
        return write({
          document: setMetricMutation,
          variables: { id, metric: { [reversal.name]: reversal.value } },
          read,
        })
      case 'goal-trash':
        return write({
          document: updateGoalMutation,
          variables: { id, set: { deleted_at: now() } },
          read,
        })
      case 'goal-restore':
        return write({ document: restoreGoalMutation, variables: { id }, read })
      case 'task-fields':
        return write({
          document: updateTaskMutation,
          variables: { id, set: reversal.fields as TaskChanges },
          read,
        })
      case 'task-trash':
        return write({
          document: updateTaskMutation,
          variables: { id, set: { deleted_at: now() } },
          read,
        })
      case 'task-restore':
        return write({ document: restoreTaskMutation, variables: { id }, read })
      case 'key-result-fields':
        return write({
          document: updateKeyResultMutation,
          variables: { id, set: reversal.fields as KeyResultChanges },
          read,
        })
      case 'key-result-restore':
        return write({ document: restoreKeyResultMutation, variables: { id }, read })
      case 'task-block':
        return write({ document: blockTaskMutation, variables: { task: id, by: reversal.by }, read })
      case 'task-unblock':
        return write({ document: unblockTaskMutation, variables: { task: id, by: reversal.by }, read })
    }
  }
}
