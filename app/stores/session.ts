import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** Hasura roles a person can act in. */
export type Role = 'member' | 'viewer' | 'org_admin'

/** The signed-in person, as `/api/session` describes them. */
export interface SessionUser {
  id: string
  username: string
  name: string
  email: string | null
  avatarUrl: string | null
  role: Role
  allowedRoles: Role[]
}

/** Whether somebody is signed in. `ended`: they were, and must sign in again before anything more is read or written. */
export type SessionState
  = | { kind: 'anonymous' }
    | { kind: 'signed-in', user: SessionUser }
    | { kind: 'ended', user: SessionUser }

/** Who is signed in, and in which role the pages ask for data. It never holds a token. */
export const useSessionStore = defineStore('session', () => {
  const state = ref<SessionState>({ kind: 'anonymous' })
  const user = computed(() => state.value.kind === 'anonymous' ? undefined : state.value.user)
  const pageRole = computed<Role>(() => user.value?.allowedRoles.includes('member') ? 'member' : 'viewer')
  const canWrite = computed(() => pageRole.value === 'member')
  const isAdmin = computed(() => user.value?.allowedRoles.includes('org_admin') ?? false)

  function signIn(person: SessionUser): void {
    state.value = { kind: 'signed-in', user: person }
  }

  function end(): void {
    if (state.value.kind === 'signed-in') state.value = { kind: 'ended', user: state.value.user }
  }

  return { state, user, pageRole, canWrite, isAdmin, signIn, end }
})
