import { tokenPerson, type AccessToken } from './access-token.ts'

/** The server's answer about the session of a page. */
export type SessionAnswer<T> =
  { kind: 'same', value: T } | { kind: 'ended' } | { kind: 'replaced', message: string }

/**
 * The header by which a request says for whom its page was rendered; the server
 * refuses another user's session.
 */
export function pageHeaders(person: string | undefined): Record<string, string> {
  return person === undefined ? {} : { 'x-goals-person': person }
}

/**
 * Asks for an access token of the page's person.
 *
 * @param force asks for one that is surely new
 * @throws Error when the server does not answer as it should
 */
export async function requestToken(
  person: string,
  force: boolean,
): Promise<SessionAnswer<AccessToken>> {
  const answer = await ask(`/api/session/token${force ? '?force=1' : ''}`, person, 'POST')
  if (answer.kind !== 'same') return answer
  const { accessToken, expiresAt } = answer.value as { accessToken: string, expiresAt: string }
  if (tokenPerson(accessToken) !== person) return { kind: 'replaced', message: otherPerson() }
  return { kind: 'same', value: { value: accessToken, expiresAt: Date.parse(expiresAt) } }
}

/**
 * Asks whether the browser's session is still that of the page's person.
 *
 * @throws Error when the server does not answer as it should
 */
export async function checkSession(person: string): Promise<SessionAnswer<unknown>> {
  return await ask('/api/session', person, 'GET')
}

async function ask(
  address: string,
  person: string,
  method: 'GET' | 'POST',
): Promise<SessionAnswer<unknown>> {
  const headers = {
    'accept': 'application/json',
    'x-requested-with': 'goals',
    ...pageHeaders(person),
  }
  const response = await fetch(address, { method, headers })
  if (response.status === 401) return { kind: 'ended' }
  const body: unknown = await response.json()
  if (response.status === 409)
    return { kind: 'replaced', message: messageIn(body) ?? otherPerson() }
  if (!response.ok) throw new Error(`The session could not be checked (${response.status}).`)
  return { kind: 'same', value: body }
}

/** Says who has taken the place of a page's person in this browser. */
export function otherPerson(name = 'somebody else'): string {
  return `This browser is now signed in as ${name}.`
}

function messageIn(body: unknown): string | undefined {
  const { error } = body as { error?: { message?: string } }
  return error?.message
}
