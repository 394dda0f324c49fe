import { refDebounced } from '@vueuse/core'
import type { Ref } from 'vue'
import { typingPause } from '../goal/useGoalOptions'
import { useQueryState } from '../request/useQueryState'
import {
  findGoalsQuery,
  findPeopleQuery,
  type FoundGoal,
  type FoundPerson,
} from '~/graphql/org_admin/access'
import { containingWords } from '~/utils/text'

export type { FoundGoal, FoundPerson }

/** The most that a search finds. */
export const maxFound = 8

/** The newest goals whose title holds the text, whatever their owner. Asked in role `org_admin`. */
export function useFoundGoals(text: Ref<string>) {
  const settled = refDebounced(text, typingPause)
  return useQueryState({
    document: findGoalsQuery,
    variables: () => ({ title: containingWords(settled.value), limit: maxFound }),
    role: 'org_admin',
    select: ({ goals }): FoundGoal[] => goals,
  })
}

/** People whose name holds the text. Asked in role `org_admin`. */
export function useFoundPeople(text: Ref<string>) {
  const settled = refDebounced(text, typingPause)
  return useQueryState({
    document: findPeopleQuery,
    variables: () => ({ name: containingWords(settled.value), limit: maxFound }),
    role: 'org_admin',
    select: ({ users }): FoundPerson[] => users,
  })
}
