/**
 * Where to go after signing in: the given address when it is a path of this application, else the dashboard.
 *
 * Only text that a browser cannot read as another host passes: one slash first, no backslash or control character, also not
 * after decoding. The paths of signing in itself are left out, because they would lead in a circle.
 */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > 2000 || !isLocal(asked)) return '/'
  let decoded: string
  try {
    decoded = decodeURIComponent(asked)
  }
  catch {
    return '/'
  }
  if (!isLocal(decoded)) return '/'
  const { origin, pathname, search, hash } = new URL(asked, 'http://local.invalid')
  if (origin !== 'http://local.invalid' || pathname.startsWith('//') || /^\/auth(\/|$)/.test(pathname)) return '/'
  return pathname + search + hash
}

function isLocal(text: string): boolean {
  return /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)
}
