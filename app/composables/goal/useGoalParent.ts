import { computed, ref } from 'vue'
import { useGoalField } from './useGoalField'
import type { GoalDetail } from '~/graphql/viewer/goals'
import { membersOfGoalsQuery } from '~/graphql/viewer/members'
import { useSessionStore } from '~/stores/session'
import { roleChanges, type Membership, type RoleChange } from '~/utils/move-access'
import { problemOf, type Problem } from '~/utils/problems'

export type { RoleChange }

/**
 * The goal above a goal, as a field that is not saved before its owner has been told whose roles
 * change by it: `changes` are those that wait for `agree`. Whoever is no owner may not change roles,
 * and the server refuses it.
 */
export function useGoalParent(goal: () => GoalDetail) {
  const session = useSessionStore()
  const { $graphql } = useNuxtApp()
  const told = ref<{ parent: string, changes: RoleChange[] }>()
  const agreed = ref<string>()

  async function changesBelow(parent: string): Promise<RoleChange[] | Problem> {
    const goals = [goal().id, ...(parent ? [parent] : [])]
    const { data, error } = await $graphql(session.pageRole)
      .query(membersOfGoalsQuery, { goals }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error) return problemOf(error)
    return roleChanges((data?.goal_members ?? []) as Membership[], goal().id, parent)
  }

  async function before(parent: string): Promise<Problem | undefined> {
    told.value = undefined
    const isOwner = goal().members.some(({ role }) => role === 'owner')
    if (!isOwner || agreed.value === parent) return undefined
    const changes = await changesBelow(parent)
    if (!Array.isArray(changes)) return changes
    if (changes.length === 0) return undefined
    told.value = { parent, changes }
    return { kind: 'conflict', message: 'Others would get or lose access.' }
  }

  const field = useGoalField(goal, 'parent_id', {
    before,
    onSaved: () => (agreed.value = undefined),
  })
  const changes = computed(() =>
    field.state.value.kind === 'refused' && told.value?.parent === field.text.value
      ? told.value.changes
      : undefined,
  )

  /** Moves the goal with the changes that were told. */
  async function agree(): Promise<void> {
    agreed.value = told.value?.parent
    await field.commit()
  }

  return { field, changes, agree }
}
