import type { Outcome, Problem } from './problems.ts'
import { pageHeaders } from './session-api.ts'

/** The body with which /api refuses. */
interface Refusal {
  error?: { message?: string, field?: string }
}

/**
 * Asks an address of /api for JSON. The server answers only while the browser's session is that of
 * the page's person.
 *
 * @param person for whom the page was rendered
 */
export async function readApi<T>(
  address: string,
  person: string | undefined,
  options: RequestInit = {},
): Promise<Outcome<T>> {
  try {
    const response = await fetch(address, {
      ...options,
      headers: { accept: 'application/json', ...pageHeaders(person), ...options.headers },
    })
    const body: unknown = await response.json()
    return response.ok
      ? { kind: 'done', value: body as T }
      : { kind: 'refused', problem: problemOfStatus(response.status, (body as Refusal).error) }
  }
  catch (error) {
    if (error instanceof SyntaxError)
      return {
        kind: 'refused',
        problem: { kind: 'failed', message: 'The server could not answer. Try again in a moment.' },
      }
    return {
      kind: 'refused',
      problem: { kind: 'offline', message: 'The server cannot be reached. Check the connection.' },
    }
  }
}

/** A refusal in the terms of a page. The server's messages are written for people and are kept. */
function problemOfStatus(
  status: number,
  {
    message = 'The server could not do this. Try again.',
    field,
  }: { message?: string, field?: string } = {},
): Problem {
  switch (status) {
    case 400:
      return { kind: 'invalid', message, field }
    case 409:
    case 401:
      return { kind: 'signed-out', message: 'Your session has ended. Sign in again to go on.' }
    case 403:
      return { kind: 'forbidden', message }
    case 404:
      return { kind: 'missing', message }
    default:
      return { kind: 'failed', message }
  }
}
