import { computed } from 'vue'
import { usePagedQuery, type PagedList } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { useUndo } from '../request/useUndo'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  deletedGoalsQuery,
  deleteGoalMutation,
  restoreGoalMutation,
  type DeletedGoals,
} from '~/graphql/member/goals'
import {
  deletedKeyResultsQuery,
  deleteKeyResultMutation,
  restoreKeyResultMutation,
  type DeletedKeyResults,
} from '~/graphql/member/key-results'
import {
  deletedTasksQuery,
  deleteTaskMutation,
  restoreTaskMutation,
  type DeletedTasks,
} from '~/graphql/member/tasks'
import { horizonFacts } from '~/utils/horizons'
import { missing } from '~/utils/problems'
import type { Rest } from '~/utils/rest'
import { quoted, shorten } from '~/utils/text'

/** Something in the trash. */
export interface TrashItem {
  kind: 'goal' | 'task' | 'key result'
  id: string
  title: string
  detail: string
  deletedAt: string
}

/** The trash as far as it has been read. */
export interface Trash {
  items: TrashItem[]
  rest: Rest
}

/** How goals, tasks, and key results, in the trash are read. */
const reading = {
  variables: () => ({}),
  role: 'member',
  pageSize: 200,
  keyOf: ({ id }: TrashItem) => id,
  live: true,
} as const

/**
 * What is in the trash, last deleted first, and the two ways out of it. `more` reads the next page.
 */
export function useTrash() {
  const goals = usePagedQuery({ ...reading, document: deletedGoalsQuery, rowsOf: goalItems })
  const tasks = usePagedQuery({ ...reading, document: deletedTasksQuery, rowsOf: taskItems })
  const keyResults = usePagedQuery({
    ...reading,
    document: deletedKeyResultsQuery,
    rowsOf: keyResultItems,
  })
  const lists = [goals, tasks, keyResults]
  const state = computed(() => merge(lists.map(list => list.state.value)))
  const retry = () => {
    for (const list of lists) list.retry()
  }
  const more = () => {
    for (const list of lists)
      if (list.state.value.kind === 'ready' && list.state.value.data.rest.kind !== 'none') list.more()
  }
  const { restored, deleted } = useWaysOut()
  const toast = useToast()
  const { refuse } = useUndo()

  async function restore(item: TrashItem): Promise<void> {
    const outcome = await restored(item)
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
    const outcome = await deleted(item)
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

  return { state, retry, more, restore, remove }
}

/**
 * Puts lists of which each is in its order into one. Of a list that goes on, nothing older than its
 * last item is known: what is older waits until that has been read.
 */
function merge(states: QueryState<PagedList<unknown, TrashItem>>[]): QueryState<Trash> {
  const failed = states.find(state => state.kind === 'failed')
  if (failed) return failed
  const lists = states.flatMap(state => (state.kind === 'ready' ? [state.data] : []))
  if (lists.length < states.length) return { kind: 'loading' }
  const ongoing = lists.filter(({ rest }) => rest.kind !== 'none')
  const oldestKnown = ongoing.map(({ rows }) => rows.at(-1)?.deletedAt ?? '').sort().at(-1) ?? ''
  const items = lists
    .flatMap(({ rows }) => rows)
    .filter(item => item.deletedAt >= oldestKnown)
    .sort((a, b) => b.deletedAt.localeCompare(a.deletedAt))
  return { kind: 'ready', data: { items, rest: restOf(ongoing) }, freshness: 'fresh' }
}

function restOf(ongoing: { rest: Rest }[]): Rest {
  const rests = ongoing.map(({ rest }) => rest)
  return (
    rests.find(({ kind }) => kind === 'loading')
    ?? rests.find(({ kind }) => kind === 'failed')
    ?? rests[0]
    ?? { kind: 'none' }
  )
}

/** The writes of both ways out of the trash. */
function useWaysOut() {
  const write = useWrite()

  function restored({ kind, id }: TrashItem): Promise<Outcome<unknown>> {
    const variables = { id }
    const read = rowsOf(kind)
    switch (kind) {
      case 'goal':
        return write({
          document: restoreGoalMutation,
          variables,
          read: data => read(data.update_deleted_goals),
        })
      case 'task':
        return write({
          document: restoreTaskMutation,
          variables,
          read: data => read(data.update_deleted_tasks),
        })
      case 'key result':
        return write({
          document: restoreKeyResultMutation,
          variables,
          read: data => read(data.update_deleted_key_results),
        })
    }
  }

  function deleted({ kind, id }: TrashItem): Promise<Outcome<unknown>> {
    const variables = { id }
    const read = rowsOf(kind)
    switch (kind) {
      case 'goal':
        return write({
          document: deleteGoalMutation,
          variables,
          read: data => read(data.delete_deleted_goals),
        })
      case 'task':
        return write({
          document: deleteTaskMutation,
          variables,
          read: data => read(data.delete_deleted_tasks),
        })
      case 'key result':
        return write({
          document: deleteKeyResultMutation,
          variables,
          read: data => read(data.delete_deleted_key_results),
        })
    }
  }

  return { restored, deleted }
}

/** How many rows a way out of the trash took, or that there was none. */
function rowsOf(noun: TrashItem['kind']) {
  return (answer: { affected_rows: number } | null) => answer?.affected_rows || missing(noun)
}

function goalItems({ deleted_goals: rows }: DeletedGoals): TrashItem[] {
  return rows.map(row => ({
    kind: 'goal',
    id: row.id ?? '',
    title: row.title ?? '',
    detail: row.horizon ? horizonFacts[row.horizon].label : '',
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

function keyResultItems({ deleted_key_results: rows }: DeletedKeyResults): TrashItem[] {
  return rows.map(row => ({
    kind: 'key result',
    id: row.id ?? '',
    title: row.title ?? '',
    detail: row.goal?.title ?? '',
    deletedAt: row.deleted_at ?? '',
  }))
}
