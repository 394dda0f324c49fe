import { clearBrowserData } from '~/utils/browser-data'
import { tellSignedOut } from '~/utils/session-channel'

/** The event that led to `/signed-out`, as the server knows it. */
export interface Goodbye {
  kind: 'everywhere' | 'here' | 'none'
  person?: string | undefined
}

/**
 * What the page that says goodbye may tell, and how it clears up after the person who has signed
 * out.
 */
export function useGoodbye() {
  const goodbye = useState<Goodbye>(
    'goodbye',
    () => (useRequestEvent()?.context.goodbye as Goodbye | undefined) ?? { kind: 'none' },
  )

  /** Removes what the person left in this browser, and tells its other tabs. */
  function clear(): void {
    const { person } = goodbye.value
    if (person === undefined) return
    tellSignedOut(person)
    clearBrowserData(person)
  }

  return { goodbye, clear }
}
