import { computed, ref, watch } from 'vue'
import { buildTree, visibleRows, type TreeFilter, type TreeGoal } from '~/utils/goal-tree'

/**
 * A tree's open branches and its active row. Top branches of small trees start open. When the
 * active row goes, the one that takes its place becomes active.
 */
export function useGoalTree<G extends TreeGoal>(
  goals: () => readonly G[],
  filter: () => TreeFilter,
) {
  const folded = useState<Record<string, boolean>>('goal-tree-folded', () => ({}))
  const chosen = ref<string>()

  const tree = computed(() => buildTree(goals()))
  const startsOpen = computed(() => goals().length <= 60)
  const isOpen = (id: string) => !(folded.value[id] ?? !startsOpen.value)
  const rows = computed(() => visibleRows(tree.value, isOpen, filter()))
  const activeIndex = computed(() =>
    Math.max(
      0,
      rows.value.findIndex(row => row.goal.id === chosen.value),
    ),
  )
  const active = computed(() => rows.value[activeIndex.value]?.goal.id)

  watch(
    rows,
    (now, before) => {
      if (now.some(row => row.goal.id === chosen.value)) return
      const place = Math.min(
        before.findIndex(row => row.goal.id === chosen.value),
        now.length - 1,
      )
      chosen.value = now[place]?.goal.id
    },
    { flush: 'sync' },
  )

  const activate = (id: string) => {
    chosen.value = id
  }
  const fold = (id: string) => {
    folded.value = { ...folded.value, [id]: isOpen(id) }
  }
  const foldAll = (value: boolean) => {
    folded.value = Object.fromEntries(goals().map(goal => [goal.id, value]))
  }

  /** Moves by a key of the tree pattern; false when the key means nothing to a tree. */
  function move(key: string): boolean {
    const row = rows.value[activeIndex.value]
    if (!row) return false
    const target = targetOf(key, activeIndex.value)
    if (target !== undefined) activate(rows.value[target]?.goal.id ?? row.goal.id)
    else if (key === 'ArrowRight' && row.state === 'closed') fold(row.goal.id)
    else if (key === 'ArrowLeft' && row.state === 'open' && isOpen(row.goal.id)) fold(row.goal.id)
    else return key === 'ArrowRight' || key === 'ArrowLeft'
    return true
  }

  function targetOf(key: string, index: number): number | undefined {
    const row = rows.value[index]
    switch (key) {
      case 'ArrowDown':
        return Math.min(index + 1, rows.value.length - 1)
      case 'ArrowUp':
        return Math.max(index - 1, 0)
      case 'Home':
        return 0
      case 'End':
        return rows.value.length - 1
      case 'ArrowRight':
        return row?.state === 'open' ? index + 1 : undefined
      case 'ArrowLeft':
        return row?.state === 'open' && isOpen(row.goal.id) ? undefined : parentOf(index)
    }
  }

  function parentOf(index: number): number | undefined {
    const level = rows.value[index]?.level ?? 1
    const parent = rows.value.findLastIndex((row, at) => at < index && row.level < level)
    return parent >= 0 ? parent : undefined
  }

  return {
    rows,
    active,
    activeIndex,
    activate,
    fold,
    move,
    openAll: () => foldAll(false),
    closeAll: () => foldAll(true),
  }
}
