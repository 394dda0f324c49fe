import { computed, onMounted, ref } from 'vue'
import { useCreateOnce } from '../request/useCreateOnce'
import { usePagedQuery } from '../request/usePagedQuery'
import type { QueryState } from '../request/useQueryState'
import { useRefusal } from '../request/useRefusal'
import { useUpdateUnchanged } from '../request/useUpdateUnchanged'
import { useWrite } from '../request/useWrite'
import {
  checkInRowQuery,
  createCheckInMutation,
  createdCheckInQuery,
  deleteCheckInMutation,
  updateUnchangedCheckInMutation,
} from '~/graphql/member/check-ins'
import { checkInsQuery, type CheckIn } from '~/graphql/viewer/check-ins'
import { useSessionStore } from '~/stores/session'
import { missing } from '~/utils/problems'
import type { Rest } from '~/utils/rest'

export type { CheckIn }

/** Members whose names are read. */
const mostNames = 200

/** A check-in with who wrote it: `You`, a member's name, or nobody who can be named. */
export interface SignedCheckIn extends CheckIn {
  author: string | undefined
  isOwn: boolean
}

/** The check-ins that have been read, and how many there are in all. */
export interface CheckInList {
  checkIns: SignedCheckIn[]
  total: number
  rest: Rest
}

/**
 * A goal's check-ins, newest first. They are asked for after the first view; `more` reads the next
 * page.
 */
export function useCheckIns(goalId: () => string) {
  const { user } = useSessionStore()
  const isMounted = ref(false)
  onMounted(() => (isMounted.value = true))
  const { state: pages, more, retry } = usePagedQuery({
    document: checkInsQuery,
    variables: () => ({ goal: goalId(), members: mostNames }),
    pageSize: 10,
    rowsOf: ({ check_ins: rows }) => rows,
    keyOf: ({ id }) => id,
    when: () => isMounted.value,
    live: true,
  })
  const state = computed((): QueryState<CheckInList> => {
    if (pages.value.kind !== 'ready') return pages.value
    const { rows, first, rest } = pages.value.data
    const names = new Map(first.goal_members.map(({ user_id: id, name }) => [id, name]))
    const checkIns = rows
      .toSorted((one, other) => other.created_at.localeCompare(one.created_at))
      .map((row): SignedCheckIn => {
        const isOwn = row.created_by === user?.id
        return { ...row, isOwn, author: isOwn ? 'You' : (names.get(row.created_by) ?? undefined) }
      })
    const total = Math.max(first.check_ins_aggregate.aggregate?.count ?? 0, checkIns.length)
    return { ...pages.value, data: { checkIns, total, rest } }
  })
  return { state, more, retry }
}

/** Writes check-ins. */
export function useCheckInActions() {
  const write = useWrite()
  const refuse = useRefusal()

  /** Changes words that nobody else has changed since they were read. A refusal is the form's to show. */
  const updateUnchanged = useUpdateUnchanged({
    noun: 'check-in',
    document: updateUnchangedCheckInMutation,
    returned: ({ update_check_ins: answer }) => answer?.returning[0],
    query: checkInRowQuery,
    found: ({ check_ins_by_pk: row }) => row,
  })

  /**
   * Adds a check-in; trying again under the same key adds no second one. A refusal is the form's to
   * show.
   */
  const create = useCreateOnce({
    noun: 'check-in',
    document: createCheckInMutation,
    created: ({ insert_check_ins_one: row }) => row,
    query: createdCheckInQuery,
    found: ({ check_ins: rows }) => rows,
    update: updateUnchanged,
  })

  /** Deletes a check-in for good. */
  async function remove(id: string): Promise<void> {
    const outcome = await write({
      document: deleteCheckInMutation,
      variables: { id },
      read: ({ delete_check_ins_by_pk: row }) => row ?? missing('check-in'),
    })
    if (outcome.kind === 'refused')
      refuse('The check-in was not deleted', outcome.problem, () => remove(id))
  }

  return { create, updateUnchanged, remove }
}
