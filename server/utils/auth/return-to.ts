/**
 * A longer address would not fit into the headers of the requests that carry it, each time encoded
 * once more.
 */
const maxLength = 2000

/**
 * Where to go after signing in: the given address when it is a path of this application, else the
 * dashboard. Of an address that is too long, only the path without query is kept.
 *
 * Only text that a browser cannot read as another host passes: one slash first, no backslash or
 * control character, also not after decoding. The paths of signing in itself are left out, because
 * they would lead in a circle.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || !isLocal(asked)) return '/'
  let decoded: string
  try {
    decoded = decodeURIComponent(asked)
  }
  catch {
    return '/'
  }
  if (!isLocal(decoded)) return '/'
  const { origin, pathname, search, hash } = new URL(asked, 'http://local.invalid')
  if (
    origin !== 'http://local.invalid'
    || pathname.startsWith('//')
    || /^\/auth(\/|$)/.test(pathname)
  )
    return '/'
  return [pathname + search + hash, pathname, '/'].find(path => path.length <= maxLength)!
}

/** The address that leads to signing in and back to a page. */
export function loginPath(page: string): string {
  return `/auth/login?returnTo=${encodeURIComponent(returnPath(page))}`
}

function isLocal(text: string): boolean {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)
}
