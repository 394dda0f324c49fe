/** A longer address does not fit into the headers of the requests that carry it. */
const maxLength = 2000

/**
 * The address that leads to signing in and back to a page, or straight there when the
 * browser is signed in.
 */
export function signInPath(page: string): string {
  const returnTo = page.length > maxLength ? page.split(/[?#]/)[0]! : page
  return `/auth/login?returnTo=${encodeURIComponent(returnTo)}`
}
