import { deleteCookie, getCookie, parseCookies, setCookie, type H3Event } from 'h3'
import { serverConfig } from '../config.ts'

/**
 * A cookie's full name. Over https the prefix `__Host-` makes browsers insist on Secure, Path=/ and
 * no Domain. Ports of one host share cookies, so that on plain http (localhost) the port keeps two
 * checkouts apart.
 */
function cookieName(name: string): string {
  const { isSecure, baseUrl } = serverConfig()
  return isSecure ? `__Host-${name}` : `${name}-${new URL(baseUrl).port || '80'}`
}

/** The value of one of our cookies. */
export function readCookie(event: H3Event, name: string): string | undefined {
  return getCookie(event, cookieName(name))
}

/** The names, without what cookieName adds, of our cookies in a request that begin so. */
export function cookieNames(event: H3Event, prefix: string): string[] {
  const [before, after] = cookieName('\n').split('\n') as [string, string]
  return Object.keys(parseCookies(event))
    .filter(name => name.startsWith(before + prefix) && name.endsWith(after))
    .map(name => name.slice(before.length, name.length - after.length))
}

/**
 * Sets a cookie that scripts cannot read and that other sites' requests carry only when a person
 * follows a link.
 */
export function writeCookie(event: H3Event, name: string, value: string, maxAge: number): void {
  setCookie(event, cookieName(name), value, { ...attributes(), maxAge })
}

/** Makes the browser forget a cookie. */
export function removeCookie(event: H3Event, name: string): void {
  deleteCookie(event, cookieName(name), attributes())
}

function attributes() {
  return { httpOnly: true, secure: serverConfig().isSecure, sameSite: 'lax', path: '/' } as const
}
