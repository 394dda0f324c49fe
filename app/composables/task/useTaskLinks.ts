import { refDebounced } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { typingPause } from '../goal/useGoalOptions'
import { useQueryState } from '../request/useQueryState'
import { useUndo } from '../request/useUndo'
import { useWrite, type Outcome } from '../request/useWrite'
import { blockTaskMutation, unblockTaskMutation } from '~/graphql/member/tasks'
import { taskSearchQuery } from '~/graphql/viewer/tasks'
import { missing } from '~/utils/problems'
import { containingWords, quoted, shorten } from '~/utils/text'

/** A task that another can wait for; `of` names its goal. */
export interface TaskOption {
  value: string
  label: string
  description: string
}

/** Tasks that are offered at once. */
const mostFound = 50

/** Open tasks of all one's goals whose title has the words of `term`, newest first. */
export function useTaskOptions(term: Ref<string>) {
  const settled = refDebounced(term, typingPause)
  const { state } = useQueryState({
    document: taskSearchQuery,
    variables: () => ({ title: containingWords(settled.value), limit: mostFound }),
    select: ({ tasks }) => tasks,
  })
  return {
    loading: computed(() => state.value.kind === 'loading'),
    options: computed((): TaskOption[] =>
      state.value.kind === 'ready'
        ? state.value.data.map(({ id, title, goal }) => ({
            value: id,
            label: title,
            description: goal?.title ?? '',
          }))
        : [],
    ),
  }
}

/** Lets a task wait for others. A refusal to begin is the form's to show. */
export function useTaskLinks(task: () => { id: string, title: string }) {
  const write = useWrite()
  const { offer, refuse } = useUndo()

  /** Lets the task wait for another. */
  async function block(by: { id: string, title: string }): Promise<Outcome<unknown>> {
    const { id, title } = task()
    const outcome = await write({
      document: blockTaskMutation,
      variables: { task: id, by: by.id },
      read: ({ insert_task_dependencies_one: row }) => row ?? missing('task'),
    })
    if (outcome.kind === 'done')
      void offer(said(title, 'waits for', by.title), { kind: 'task-unblock', id, by: by.id })
    return outcome
  }

  /** Lets the task no longer wait for another. */
  async function unblock(by: { id: string, title: string }): Promise<void> {
    const { id, title } = task()
    const outcome = await write({
      document: unblockTaskMutation,
      variables: { task: id, by: by.id },
      read: ({ delete_task_dependencies: done }) => done?.affected_rows || missing('link'),
    })
    if (outcome.kind === 'refused')
      refuse(`${quoted(shorten(title))} was not changed`, outcome.problem, () => unblock(by))
    else
      void offer(said(title, 'no longer waits for', by.title), { kind: 'task-block', id, by: by.id })
  }

  return { block, unblock }
}

function said(one: string, does: string, other: string): string {
  return `${quoted(shorten(one, 40))} ${does} ${quoted(shorten(other, 40))}`
}
