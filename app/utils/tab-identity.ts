import { uuid } from './uuid'

const idKey = 'goals.tab'
const lockName = (id: string) => `goals.tab.${id}`

/**
 * How long a reloaded page waits for its former self to let go of the tab's lock, in milliseconds.
 */
const handover = 1000

/**
 * The id of this tab: it stays the same over reloads, and no two open tabs share one. A duplicated
 * tab starts with a copy of the other's id; it gets one of its own as soon as the lock shows that
 * the other is open.
 *
 * @param onRenamed is told the new id of a duplicated tab
 */
export function claimTab(onRenamed: (id: string) => void): string {
  const id = sessionStorage.getItem(idKey) ?? uuid()
  sessionStorage.setItem(idKey, id)
  void hold(id).catch(() => {
    const own = uuid()
    sessionStorage.setItem(idKey, own)
    onRenamed(own)
    void hold(own)
  })
  return id
}

/**
 * The ids of the tabs that are open now. Without Web Locks, which need https or localhost, none is
 * known to be open.
 */
export async function openTabs(): Promise<Set<string>> {
  const locks = lockManager()
  if (!locks) return new Set()
  const { held = [] } = await locks.query()
  return new Set(
    held.flatMap(({ name }) =>
      name?.startsWith(lockName('')) ? [name.slice(lockName('').length)] : [],
    ),
  )
}

/** Holds the lock of an id for as long as the page lives; rejects when another page holds it. */
function hold(id: string): Promise<void> {
  const locks = lockManager()
  if (!locks) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const forever = () => {
      resolve()
      return new Promise<never>(() => undefined)
    }
    locks.request(lockName(id), { signal: AbortSignal.timeout(handover) }, forever).catch(reject)
  })
}

function lockManager(): LockManager | undefined {
  return 'locks' in navigator ? navigator.locks : undefined
}
