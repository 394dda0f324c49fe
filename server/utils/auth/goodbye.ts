import { getQuery, type H3Event } from 'h3'
import { readCookie, removeCookie, writeCookie } from '../http/cookies.ts'

/** The state that the page `/signed-out` reports. */
export interface Goodbye {
  /**
   * `everywhere`: the provider has ended its session too and sent the browser back. `here`: the
   * provider may still know the person. `none`: no sign-out precedes.
   */
  readonly kind: 'everywhere' | 'here' | 'none'
  /** Who has just signed out in this browser, which still keeps what the person left in it. */
  readonly person: string | undefined
}

const cookie = 'goals-signed-out'

/** Seconds in which a browser gets through the provider's pages. */
const lifetime = 10 * 60

/** Remembers in the browser who has signed out, until the page that says goodbye is asked for. */
export function noteSignOut(event: H3Event, userId: string): void {
  writeCookie(event, cookie, userId, lifetime)
}

/** Reads what has happened, from the request for `/signed-out`. */
export function readGoodbye(event: H3Event): Goodbye {
  const person = readCookie(event, cookie)
  if (person !== undefined) removeCookie(event, cookie)
  if (getQuery(event).state === 'everywhere') return { kind: 'everywhere', person }
  return { kind: person === undefined ? 'none' : 'here', person }
}
