import { ref } from 'vue'
import { useSessionStore } from '~/stores/session'
import { pageHeaders } from '~/utils/session-api'
import { tellSignedOut } from '~/utils/session-channel'

/** The form by which the browser ends the identity provider's session. */
interface EndSessionForm {
  action: string
  fields: Record<string, string>
}

/** Signs out here, in all tabs of this browser, and at the identity provider. */
export function useSignOut() {
  const session = useSessionStore()
  const isBusy = ref(false)

  /** Resolves to false when the server could not be reached; then the person is still signed in. */
  async function signOut(): Promise<boolean> {
    const person = session.user?.id
    isBusy.value = true
    try {
      const headers = {
        'x-requested-with': 'goals',
        'accept': 'application/json',
        ...pageHeaders(person),
      }
      const response = await fetch('/auth/logout', { method: 'POST', headers })
      const answer = (await response.json()) as {
        form?: EndSessionForm
        error?: { message: string }
      }
      if (response.status === 409) session.replace(answer.error?.message ?? '')
      if (!response.ok) return false
      if (person !== undefined) tellSignedOut(person)
      session.end('signed-out')
      leave(answer.form)
      return true
    }
    catch {
      return false
    }
    finally {
      isBusy.value = false
    }
  }

  return { isBusy, signOut }
}

function leave(form: EndSessionForm | undefined): void {
  if (!form) return window.location.assign('/signed-out')
  const element = Object.assign(document.createElement('form'), {
    method: 'post',
    action: form.action,
  })
  for (const [name, value] of Object.entries(form.fields)) {
    element.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }))
  }
  document.body.append(element)
  element.submit()
}
