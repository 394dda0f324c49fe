import { maxTaskLevels } from '#shared/limits.ts'
import { computed, onMounted, ref } from 'vue'
import { useTaskActions, type Task } from './useTaskActions'
import { useDraftsStore } from '~/stores/drafts'
import { lastPosition } from '~/utils/placing'
import { placementOf, taskLines, type TaskLine, type TaskStep } from '~/utils/task-tree'

/** A line of the tree: a task, or where one is written below the task `of`. */
export type TaskTreeRow =
  | {
    kind: 'task'
    key: string
    line: TaskLine<Task>
  }
  | {
    kind: 'entry'
    key: string
    of: Task
    level: number
  }

/** Whether a task can go a step in its tree. */
export type CanGo = (line: TaskLine<Task>, step: TaskStep) => boolean

/** Names the line that makes tasks below another. */
export const subtaskForm = (task: { id: string }) => `new-subtask:${task.id}`

/** The tasks that a tree shows; `isWhole` says that the goal has no others. */
interface TaskTreeSource {
  goalId: () => string
  tasks: () => Task[]
  isWhole: () => boolean
}

/**
 * The tasks of a goal as a tree. Below a task stands a line for the next subtask once it was asked
 * for, and while it holds text that is not saved.
 */
export function useTaskTree({ goalId, tasks, isWhole }: TaskTreeSource) {
  const { create, place } = useTaskActions()
  const drafts = useDraftsStore()
  const isMounted = ref(false)
  const asked = ref<string[]>([])
  const lines = computed(() => taskLines(tasks(), isWhole()))
  const childrenOf = computed(() => new Map(lines.value.map(({ task, children }) => [task.id, children])))

  /** Forms of lines below tasks that hold text: `new-subtask:<id>`, or with `#` and a key of the entry. */
  const typedBelow = computed(() =>
    isMounted.value
      ? new Set(Object.keys(drafts.drafts).map(form => form.split('#')[0]))
      : new Set<string | undefined>(),
  )
  const isEntryShown = (task: Task) =>
    asked.value.includes(task.id) || typedBelow.value.has(subtaskForm(task))

  const placement = (line: TaskLine<Task>, step: TaskStep) =>
    placementOf(line, step, id => childrenOf.value.get(id) ?? [])

  const rows = computed(() => {
    const shown: TaskTreeRow[] = []
    /** Tasks whose entry comes after what is below them, the innermost last. */
    const open: TaskLine<Task>[] = []
    const closeTo = (level: number) => {
      while (open.length && open.at(-1)!.level >= level) {
        const { task: of, level: at } = open.pop()!
        shown.push({ kind: 'entry', key: `entry-${of.id}`, of, level: at + 1 })
      }
    }
    for (const line of lines.value) {
      closeTo(line.level)
      shown.push({ kind: 'task', key: line.task.id, line })
      if (line.level < maxTaskLevels && isEntryShown(line.task)) open.push(line)
    }
    closeTo(1)
    return shown
  })

  onMounted(() => {
    isMounted.value = true
    void drafts.adopt(form => form.startsWith('new-subtask:'))
  })

  /** Adds a task at the end: of the goal, or below another. */
  function add(title: string, clientKey: string, parent: string | null = null) {
    const siblings = tasks().filter(task => task.parent_id === parent)
    const position = lastPosition(siblings)
    const below = parent ? { parent_id: parent } : {}
    return create({ goal_id: goalId(), title, position, ...below }, clientKey)
  }

  return {
    rows,
    add,
    /** Shows the line below a task. */
    nest: (task: Task) => {
      asked.value = [...new Set([...asked.value, task.id])]
    },
    unnest: (task: Task) => {
      asked.value = asked.value.filter(id => id !== task.id)
    },
    canGo: (line: TaskLine<Task>, step: TaskStep) => placement(line, step) !== undefined,
    go: async (line: TaskLine<Task>, step: TaskStep) => {
      const to = placement(line, step)
      if (to) await place(line.task, to)
    },
  }
}
