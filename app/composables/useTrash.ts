import { computed, ref } from 'vue'
import { useQueryState } from './useQueryState'
import { useUndo } from './useUndo'
import { useWrite, type Outcome } from './useWrite'
import {
  deletedGoalsQuery,
  deleteGoalMutation,
  restoreGoalMutation,
  type DeletedGoals,
} from '~/graphql/member/goals'
import {
  deletedTasksQuery,
  deleteTaskMutation,
  restoreTaskMutation,
  type DeletedTasks,
} from '~/graphql/member/tasks'
import { missing } from '~/utils/problems'
import { quoted, shorten } from '~/utils/text'

/** Something in the trash. */
export interface TrashItem {
  kind: 'goal' | 'task'
  id: string
  title: string
  detail: string
  deletedAt: string
}

/** Goals, and tasks, that are shown at once. */
const pageSize = 200

/**
 * What is in the trash, last deleted first, and the two ways out of it. `more` reads the next page
 * while `cut` says that there may be one.
 */
export function useTrash() {
  const limit = ref(pageSize)
  const variables = () => ({ limit: limit.value })
  const goals = useQueryState({
    document: deletedGoalsQuery,
    variables,
    role: 'member',
    select: goalItems,
    live: true,
  })
  const tasks = useQueryState({
    document: deletedTasksQuery,
    variables,
    role: 'member',
    select: taskItems,
    live: true,
  })
  const cut = computed(() =>
    [goals.state.value, tasks.state.value].some(
      state => state.kind === 'ready' && state.data.length >= limit.value,
    ),
  )
  const more = () => {
    limit.value += pageSize
  }
  const write = useWrite()
  const toast = useToast()
  const { refuse } = useUndo()

  async function restore(item: TrashItem): Promise<void> {
    const outcome = await (item.kind === 'goal'
      ? write({
          document: restoreGoalMutation,
          variables: { id: item.id },
          read: ({ update_deleted_goals: done }) => done?.affected_rows || missing('goal'),
        })
      : write({
          document: restoreTaskMutation,
          variables: { id: item.id },
          read: ({ update_deleted_tasks: done }) => done?.affected_rows || missing('task'),
        }))
    if (outcome.kind === 'refused')
      return refuse(`${quoted(shorten(item.title))} was not restored`, outcome.problem, () =>
        restore(item),
      )
    const open =
      item.kind === 'goal'
        ? [
            {
              label: 'Open',
              color: 'neutral' as const,
              variant: 'outline' as const,
              onClick: () => {
                void navigateTo(`/goals/${item.id}`)
              },
            },
          ]
        : []
    toast.add({
      title: `Restored ${quoted(shorten(item.title))}`,
      icon: 'i-lucide-archive-restore',
      color: 'neutral',
      actions: open,
    })
  }

  async function remove(item: TrashItem): Promise<Outcome<unknown>> {
    const outcome = await (item.kind === 'goal'
      ? write({
          document: deleteGoalMutation,
          variables: { id: item.id },
          read: ({ delete_deleted_goals: done }) => done?.affected_rows || missing('goal'),
        })
      : write({
          document: deleteTaskMutation,
          variables: { id: item.id },
          read: ({ delete_deleted_tasks: done }) => done?.affected_rows || missing('task'),
        }))
    if (outcome.kind === 'refused')
      refuse(`${quoted(shorten(item.title))} was not deleted`, outcome.problem, () => remove(item))
    else
      toast.add({
        title: `${quoted(shorten(item.title))} is gone for good`,
        icon: 'i-lucide-trash-2',
        color: 'neutral',
      })
    return outcome
  }

  return { goals, tasks, cut, more, restore, remove }
}

function goalItems({ deleted_goals: rows }: DeletedGoals): TrashItem[] {
  return rows.map(row => ({
    kind: 'goal',
    id: row.id ?? '',
    title: row.title ?? '',
    detail: row.horizon ?? '',
    deletedAt: row.deleted_at ?? '',
  }))
}

function taskItems({ deleted_tasks: rows }: DeletedTasks): TrashItem[] {
  return rows.map(row => ({
    kind: 'task',
    id: row.id ?? '',
    title: row.title ?? '',
    detail: row.goal?.title ?? '',
    deletedAt: row.deleted_at ?? '',
  }))
}
