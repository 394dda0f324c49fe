import { useQueryState } from './useQueryState'
import { useUndo } from './useUndo'
import { useWrite, type Outcome } from './useWrite'
import { deletedGoalsQuery, deleteGoalMutation, restoreGoalMutation, type DeletedGoals } from '~/graphql/member/goals'
import { deletedTasksQuery, deleteTaskMutation, restoreTaskMutation, type DeletedTasks } from '~/graphql/member/tasks'
import { missing } from '~/utils/problems'
import { shorten } from '~/utils/text'

/** Something in the trash. */
export interface TrashItem { kind: 'goal' | 'task', id: string, title: string, detail: string, deletedAt: string }

/** What is in the trash, last deleted first, and the two ways out of it. */
export function useTrash() {
  const goals = useQueryState({ document: deletedGoalsQuery, variables: {}, role: 'member', select: goalItems, followsWrites: true })
  const tasks = useQueryState({ document: deletedTasksQuery, variables: {}, role: 'member', select: taskItems, followsWrites: true })
  const write = useWrite()
  const toast = useToast()
  const { refuse } = useUndo()

  async function restore(item: TrashItem): Promise<void> {
    const outcome = await (item.kind === 'goal'
      ? write({ document: restoreGoalMutation, variables: { id: item.id }, read: ({ update_deleted_goals: done }) => done?.affected_rows || missing('goal') })
      : write({ document: restoreTaskMutation, variables: { id: item.id }, read: ({ update_deleted_tasks: done }) => done?.affected_rows || missing('task') }))
    if (outcome.kind === 'refused') return refuse(`“${shorten(item.title)}” was not restored`, outcome.problem)
    const open = item.kind === 'goal' ? [{ label: 'Open', color: 'neutral' as const, variant: 'outline' as const, onClick: () => { void navigateTo(`/goals/${item.id}`) } }] : []
    toast.add({ title: `Restored “${shorten(item.title)}”`, icon: 'i-lucide-archive-restore', color: 'neutral', actions: open })
  }

  async function remove(item: TrashItem): Promise<Outcome<unknown>> {
    const outcome = await (item.kind === 'goal'
      ? write({ document: deleteGoalMutation, variables: { id: item.id }, read: ({ delete_deleted_goals: done }) => done?.affected_rows || missing('goal') })
      : write({ document: deleteTaskMutation, variables: { id: item.id }, read: ({ delete_deleted_tasks: done }) => done?.affected_rows || missing('task') }))
    if (outcome.kind === 'refused') refuse(`“${shorten(item.title)}” was not deleted`, outcome.problem)
    else toast.add({ title: `“${shorten(item.title)}” is gone for good`, icon: 'i-lucide-trash-2', color: 'neutral' })
    return outcome
  }

  return { goals, tasks, restore, remove }
}

function goalItems({ deleted_goals: rows }: DeletedGoals): TrashItem[] {
  return rows.map(row => ({ kind: 'goal', id: row.id ?? '', title: row.title ?? '', detail: row.horizon ?? '', deletedAt: row.deleted_at ?? '' }))
}

function taskItems({ deleted_tasks: rows }: DeletedTasks): TrashItem[] {
  return rows.map(row => ({ kind: 'task', id: row.id ?? '', title: row.title ?? '', detail: row.goal?.title ?? '', deletedAt: row.deleted_at ?? '' }))
}
