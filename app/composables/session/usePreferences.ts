import { useQueryState } from '../request/useQueryState'
import { useWrite, type Outcome } from '../request/useWrite'
import { preferencesQuery, preferMutation, type PreferenceChanges } from '~/graphql/member/settings'
import { useSessionStore } from '~/stores/session'
import { conflict, missing, problemOf } from '~/utils/problems'

/** A person's language (BCP 47) and time zone (IANA), null where none is chosen. */
export interface Preferences {
  locale: string | null
  time_zone: string | null
}

/** The signed-in person's language and time zone, and how they are changed. */
export function usePreferences() {
  const session = useSessionStore()
  const write = useWrite()
  const { $graphql } = useNuxtApp()
  const me = session.user?.id ?? ''
  const { state, retry } = useQueryState({
    document: preferencesQuery,
    variables: { me },
    role: 'member',
    live: true,
    select: ({ users_by_pk: row }): Preferences => ({
      locale: row?.locale ?? null,
      time_zone: row?.time_zone ?? null,
    }),
  })

  /** What is in the way of changing these: that another device has changed them since `base`. */
  async function isTaken(changed: PreferenceChanges, base: PreferenceChanges): Promise<Outcome<boolean>> {
    const { data, error } = await $graphql('member')
      .query(preferencesQuery, { me }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error) return { kind: 'refused', problem: problemOf(error) }
    const now = data?.users_by_pk
    const names = Object.keys(changed) as (keyof Preferences)[]
    const value = names.some(name => now?.[name] !== base[name] && now?.[name] !== changed[name])
    return { kind: 'done', value }
  }

  /** Changes what nobody has changed since it was read. A refusal is the form's to show. */
  async function save(
    changed: PreferenceChanges,
    base: PreferenceChanges,
  ): Promise<Outcome<unknown>> {
    const taken = await isTaken(changed, base)
    if (taken.kind === 'refused') return taken
    if (taken.value) return { kind: 'refused', problem: conflict() }
    const outcome = await write({
      document: preferMutation,
      variables: { me, set: changed },
      read: ({ update_users_by_pk: row }) => row ?? missing('account'),
    })
    if (outcome.kind === 'done') {
      const { locale = null, time_zone: timeZone = null } = outcome.value
      session.prefer({ locale, timeZone })
    }
    return outcome
  }

  return { state, retry, save }
}
