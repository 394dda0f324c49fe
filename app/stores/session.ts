import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { pageRole, type Role } from '#shared/roles.ts'

export type { Role }

/** The signed-in person, as `/api/session` describes them. */
export interface SessionUser {
  id: string
  username: string
  name: string
  email: string | null
  avatarUrl: string | null
  /** A language tag (BCP 47). */
  locale: string | null
  /** A name of the IANA time zone database. */
  timeZone: string | null
  role: Role
  allowedRoles: Role[]
}

/**
 * Why the session of a page is over: `ended` leaves it open, for the server only knows that there
 * is none any more.
 */
export type EndReason = 'ended' | 'signed-out' | 'deactivated'

/**
 * Whether the page still belongs to the person it was rendered for. `over`: they must sign in again
 * before anything more is read or written. `replaced`: this browser is now signed in as another
 * user, as `message` says.
 */
export type SessionState =
  | { kind: 'anonymous' }
  | { kind: 'signed-in', user: SessionUser }
  | {
    kind: 'over'
    user: SessionUser
    reason: EndReason
  }
  | {
    kind: 'replaced'
    user: SessionUser
    message: string
  }

/** Who is signed in, and in which role the pages ask for data. It never holds a token. */
export const useSessionStore = defineStore('session', () => {
  const state = ref<SessionState>({ kind: 'anonymous' })
  const user = computed(() => (state.value.kind === 'anonymous' ? undefined : state.value.user))
  const role = computed(() => pageRole(user.value?.allowedRoles ?? []))
  const canWrite = computed(() => role.value === 'member')
  const isAdmin = computed(() => user.value?.allowedRoles.includes('org_admin') ?? false)

  function signIn(person: SessionUser): void {
    state.value = { kind: 'signed-in', user: person }
  }

  /** Takes over the language and the time zone that the person has chosen. */
  function prefer(chosen: Pick<SessionUser, 'locale' | 'timeZone'>): void {
    if (state.value.kind === 'signed-in')
      state.value = { kind: 'signed-in', user: { ...state.value.user, ...chosen } }
  }

  /**
   * From now on this page sends nothing more and shows nothing more of its person. Having signed
   * out outdoes other reasons.
   */
  function end(reason: EndReason): void {
    const isNews =
      state.value.kind === 'signed-in' || (state.value.kind === 'over' && reason === 'signed-out')
    if (isNews && state.value.kind !== 'anonymous')
      state.value = { kind: 'over', user: state.value.user, reason }
  }

  /** As `end`, when another person has signed in. */
  function replace(message: string): void {
    if (state.value.kind !== 'anonymous' && state.value.kind !== 'replaced')
      state.value = { kind: 'replaced', user: state.value.user, message }
  }

  return { state, user, pageRole: role, canWrite, isAdmin, signIn, prefer, end, replace }
})
