import { readFileSync } from 'node:fs'

/** The application's own symbol, so that the sign-in page is known for its own. */
export const logo = readFileSync(new URL('../../public/icon.svg', import.meta.url), 'utf8').replace(
  '<svg',
  '<svg aria-hidden="true"',
)
