import { createHash } from 'node:crypto'
import { logo } from './logo.ts'
import { pageStyle } from './page-style.ts'
import type { Person } from './people.ts'
import { roleFacts, roleOfGroup } from '#shared/roles.ts'

/** Whether the sign-in page asks for the first time, or again after a user was refused. */
export type SignInState = { kind: 'ask' } | {
  kind: 'refused'
  reason: string
  typed: string
}

/** The page on which users say who they are. It loads no other resource. */
export function signInPage(people: readonly Person[], state: SignInState): string {
  const refused = state.kind === 'refused'
  return page(
    'Sign in',
    `
    <h1>Who is signing in?</h1>
    <p class="lead">This is the local identity provider. It stands in for Authentik and asks for no password. ${hasAdministrator(people) ? '' : 'The first to sign in becomes the administrator.'}</p>
    ${refused ? `<p class="alert" role="alert" id="reason">${escapeHtml(state.reason)}</p>` : ''}
    <form method="post"><ul class="people">${people.map(entry).join('')}</ul></form>
    <form method="post" class="other">
      <label for="username">Somebody else</label>
      <div class="row">
        <input id="username" name="username" required maxlength="64" autocomplete="username" autocapitalize="none" spellcheck="false"
          value="${refused ? escapeHtml(state.typed) : ''}" placeholder="Any name" ${refused ? 'aria-invalid="true" aria-describedby="reason"' : ''}>
        <button type="submit" class="primary">Continue</button>
      </div>
    </form>`,
  )
}

/** A page that says one thing and leads back to the application. */
export function messagePage(title: string, text: string, applicationUrl: string): string {
  return page(
    title,
    `
    <h1>${escapeHtml(title)}</h1>
    <p class="lead">${escapeHtml(text)}</p>
    <p><a class="primary" href="${escapeHtml(applicationUrl)}">Go to the application</a></p>`,
  )
}

const submitScript = 'document.forms[0].submit()'

/**
 * The page that ends the provider's session by itself, and by a button where scripts are off.
 *
 * @param form the form of oidc-provider, which carries its protection against cross-site requests
 */
export function endSessionPage(form: string): { html: string, contentSecurityPolicy: string } {
  const filled = form.replace(
    '</form>',
    '<input type="hidden" name="logout" value="yes"><button type="submit" class="primary">Sign out</button></form>',
  )
  const hash = createHash('sha256').update(submitScript).digest('base64')
  return {
    html: page('Signing out', `<h1>Signing out</h1>${filled}<script>${submitScript}</script>`),
    contentSecurityPolicy: `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'`,
  }
}

function entry(person: Person): string {
  const { username, name, isActive } = person
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map(word => [...word][0])
    .join('')
    .toUpperCase()
  const content = `
    <span class="avatar" aria-hidden="true">${escapeHtml(initials)}</span>
    <span><strong>${escapeHtml(name)}</strong><small>${escapeHtml(`${username} · ${standing(person)}`)}</small></span>`
  return `<li><button type="submit" name="username" value="${escapeHtml(username)}" class="person${isActive ? '' : ' inactive'}">${content}</button></li>`
}

function standing({ group, isActive }: Person): string {
  if (!isActive) return 'Deactivated'
  return group ? roleFacts[roleOfGroup(group)].label : 'Has not signed in yet'
}

function hasAdministrator(people: readonly Person[]): boolean {
  return people.some(person => person.group === roleFacts.org_admin.group)
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Goals</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body><main>
<p class="brand">${logo}Goals</p>
${main}
</main></body>
</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
