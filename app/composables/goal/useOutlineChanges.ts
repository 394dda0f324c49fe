import { computed, ref, watch } from 'vue'
import type { PagedList } from '../request/usePagedQuery'
import { useQueryState, type QueryState } from '../request/useQueryState'
import { goalChangesQuery, type GoalChanges, type Membership } from '~/graphql/viewer/goals'
import { useSessionStore } from '~/stores/session'

/** Goals that are sent again with each change at the most: some 100 KB. */
export const maxFollowed = 200

/** Changed goals that are brought at once; after more of them the outline is read again. */
const maxChanges = 40

/**
 * Milliseconds. A row's time is that at which its transaction began, so that a change may become
 * visible after one with a later time; no transaction takes this long.
 */
const overlap = 10_000

/**
 * Keeps an outline of more than {@link maxFollowed} goals up to date by what changes in it, since a
 * live query for all of them would send every goal again with each change. Changed goals reach the
 * outline through the cache; it is read again when a goal comes or goes elsewhere.
 */
export function useOutlineChanges(
  outline: () => QueryState<PagedList<unknown, Membership>>,
  reload: () => void,
): void {
  const session = useSessionStore()
  /** The time of the newest change that the outline held when it was read, in milliseconds. */
  const newest = ref<number>()
  const loaded = computed(() => {
    const state = outline()
    return state.kind === 'ready' ? state.data : undefined
  })
  /** In UTC, as figures are kept by. */
  const today = new Date().toISOString().slice(0, 10)
  const { state } = useQueryState({
    document: goalChangesQuery,
    variables: () => ({
      me: session.user?.id ?? '',
      since: new Date((newest.value ?? 0) - overlap).toISOString(),
      day: today,
      limit: maxChanges,
    }),
    select: changes => changes,
    live: true,
    when: () => import.meta.client && newest.value !== undefined,
  })
  const changes = computed(() => (state.value.kind === 'ready' ? state.value.data : undefined))
  /** Goals of the person that the outline does not hold, as it was last read. */
  let beyond: number | undefined

  watch(
    loaded,
    (list) => {
      if (list && list.rows.length > maxFollowed) newest.value ??= newestOf(list.rows)
    },
    { immediate: true },
  )
  watch(
    () => changes.value && keyOf(changes.value),
    () => {
      if (!changes.value || !loaded.value) return
      const { rows, rest } = loaded.value
      const isWhole = rest.kind === 'none'
      const missing = sizeOf(changes.value) - rows.length
      const isAsKnown = missing === (isWhole ? 0 : beyond ??= missing)
      const times = changes.value.goals.map(goal => Date.parse(goal.updated_at))
      const isCut = times.length >= maxChanges && times.at(-1)! > newest.value!
      if (isAsKnown && !isCut && holds(rows, changes.value, isWhole)) return
      if (isCut) newest.value = times[0]
      beyond = undefined
      reload()
    },
  )
}

function newestOf(rows: Membership[]): number {
  const times = rows.flatMap(({ goal }) => (goal ? [Date.parse(goal.updated_at)] : []))
  return times.reduce((newest, time) => Math.max(newest, time), 0)
}

/** Differs whenever goals were changed, came or went. */
function keyOf(changes: GoalChanges): string {
  const times = changes.goals.map(({ id, updated_at: time }) => `${id} ${time}`)
  return [sizeOf(changes), changes.newest[0]?.goal_id, ...times].join()
}

function sizeOf({ user_goals_aggregate: { aggregate } }: GoalChanges): number {
  return aggregate?.count ?? 0
}

/** Whether the outline has all goals that came; of a part only the newest can be told. */
function holds(rows: Membership[], { goals, newest }: GoalChanges, isWhole: boolean): boolean {
  const known = new Set(rows.map(row => row.goal_id))
  const came = [...newest.map(row => row.goal_id), ...(isWhole ? goals.map(({ id }) => id) : [])]
  return came.every(id => known.has(id))
}
