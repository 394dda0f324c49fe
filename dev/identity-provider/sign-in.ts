import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { messagePage, signInPage } from './pages.ts'
import { userIdFor, type Person } from './people.ts'
import { roleFacts, type Group } from '#shared/roles.ts'
import { readForm } from './read-form.ts'
import type { Store } from './store.ts'

/** The group of a new user: the first user of all becomes an admin. */
export function firstGroup(store: Store): Group {
  const { org_admin: admin, member } = roleFacts
  return store.people().some(person => person.group === admin.group) ? member.group : admin.group
}

/**
 * Shows who can sign in (GET), or signs the chosen person in and returns to the application (POST).
 */
export async function handleSignIn(
  provider: Provider,
  store: Store,
  applicationUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const started = await provider.interactionDetails(request, response).then(
    () => true,
    () => false,
  )
  if (!started) {
    sendPage(
      response,
      400,
      messagePage(
        'This sign-in has expired',
        'Go back to the application and sign in again.',
        applicationUrl,
      ),
    )
    return
  }
  if (request.method !== 'POST') {
    sendPage(response, 200, signInPage(store.people(), { kind: 'ask' }))
    return
  }
  const typed = (await readForm(request)).get('username') ?? ''
  const person = store.findOrCreate(typed)
  if (!person) {
    const reason = 'Enter a name of at most 64 characters that starts with a letter or digit.'
    sendPage(response, 422, signInPage(store.people(), { kind: 'refused', reason, typed }))
    return
  }
  if (!person.isActive) {
    const reason = `${person.name} is deactivated and cannot sign in.`
    sendPage(response, 403, signInPage(store.people(), { kind: 'refused', reason, typed }))
    return
  }
  joinFirstGroup(store, person)
  await provider.interactionFinished(request, response, {
    login: { accountId: userIdFor(person.username), amr: ['pwd'] },
  })
}

function joinFirstGroup(store: Store, person: Person): void {
  if (!person.group) store.setGroup(person.username, firstGroup(store))
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      'default-src \'none\'; style-src \'unsafe-inline\'; img-src data:; base-uri \'none\'; frame-ancestors \'none\'',
  })
  response.end(html)
}
