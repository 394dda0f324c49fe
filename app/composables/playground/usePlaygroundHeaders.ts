import { ref } from 'vue'
import { useSessionStore, type Role } from '~/stores/session'
import { parseHeaders } from '~/utils/playground'

/** Headers that can be sent, or the reason why they cannot. */
export type SendableHeaders = ReturnType<typeof parseHeaders>

/**
 * The playground's header editor: the signed-in person's bearer, always one that still holds, and
 * the role.
 */
export function usePlaygroundHeaders() {
  const session = useSessionStore()
  const tokens = useNuxtApp().$accessToken
  const text = ref('{}')
  const role = ref<Role>(session.pageRole)
  let own: string | undefined

  /** The headers as they are sent. A bearer token entered by hand is left alone. */
  async function read(): Promise<SendableHeaders> {
    const parsed = parseHeaders(text.value)
    if (parsed.kind === 'mistake') return parsed
    const { authorization } = parsed.headers
    if (authorization !== undefined && authorization !== own) return parsed
    const token = await tokens.read()
    if (!token) return { kind: 'mistake', message: 'Your session has ended. Sign in again.' }
    own = `Bearer ${token.value}`
    return write({ 'x-hasura-role': role.value, ...parsed.headers, 'authorization': own })
  }

  /** Takes on another role. */
  function switchRole(next: Role): void {
    role.value = next
    const parsed = parseHeaders(text.value)
    if (parsed.kind === 'headers') write({ ...parsed.headers, 'x-hasura-role': next })
  }

  function write(headers: Record<string, string>): SendableHeaders {
    text.value = JSON.stringify(headers, null, 2)
    return { kind: 'headers', headers }
  }

  return { text, role, read, switchRole }
}
