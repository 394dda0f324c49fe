import { computed } from 'vue'
import { usePagedQuery } from '../request/usePagedQuery'
import { goalHistoryQuery, type HistoryRow } from '~/graphql/viewer/history'
import { differenceOf, type Change } from '~/utils/history/change'

/** Changes that are read at once. */
const pageSize = 20

/** The history of a goal and of what belongs to it, newest first; `more` reads older changes. */
export function useGoalHistory(goal: () => string) {
  const query = usePagedQuery({
    document: goalHistoryQuery,
    variables: () => ({ goal: goal() }),
    pageSize,
    rowsOf: ({ audit_log: rows }) => rows,
    keyOf: ({ id }) => String(id),
    live: true,
  })
  const changes = computed(() =>
    query.state.value.kind === 'ready' ? query.state.value.data.rows.map(changeOf) : [],
  )
  return { ...query, changes }
}

function changeOf(row: HistoryRow): Change {
  return {
    id: String(row.id),
    action: row.action,
    entity: row.entity,
    entityId: row.entity_id ?? null,
    ...differenceOf(row.difference),
    at: row.created_at,
    actorId: row.actor_id ?? null,
    actorName: row.actor?.name ?? undefined,
    door: row.door ?? null,
  }
}
