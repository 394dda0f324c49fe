import { createHash } from 'node:crypto'
import type { Problem, ProblemCode } from '../errors.ts'

/**
 * The application's symbol for pages that load nothing; the same as `public/icon.svg`, as a test
 * says.
 */
const logo = `
<svg aria-hidden="true" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="9" fill="#0f4f4c"/>
<path d="M7.5 20.5a8.5 8.5 0 0 1 17 0z" fill="#f6b45f"/>
<path d="M4.5 20.5h23" stroke="#fdf8ef" stroke-width="2.2" stroke-linecap="round"/>
<path d="M9.5 25.2h13" stroke="#fdf8ef" stroke-opacity=".45" stroke-width="2.2" stroke-linecap="round"/>
</svg>
`

/** A form by whose submission the browser ends the provider's session. */
export interface EndSessionForm {
  /** The provider's `end_session_endpoint`. */
  readonly action: string
  readonly fields: Record<string, string>
}

/** The ways on that a page of this kind offers. */
export interface WaysOn {
  /** The address to try again. */
  readonly again: string
  /** Ends the provider's session, which would else sign the same person in again and again. */
  readonly otherAccount?: EndSessionForm | undefined
}

/**
 * These pages hold no script and load only the icon. Their forms go to this server, or to the given
 * one of the provider.
 */
export function plainPagePolicy(form?: EndSessionForm): string {
  const targets = ['\'self\'', ...(form ? [new URL(form.action).origin] : [])].join(' ')
  return `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action ${targets}`
}

const titles: Partial<Record<ProblemCode, string>> = {
  'login-failed': 'Sign-in did not work',
  'no-access': 'You have no access yet',
  'deactivated': 'Your account is deactivated',
  'unavailable': 'One moment, please',
  'internal': 'Something went wrong',
  'forbidden': 'This was refused',
}

/** The colours and fonts are the application's, see app/assets/css/theme.css. */
const style = `
:root { color-scheme: light dark; --ground: oklch(.962 .009 92); --card: oklch(.998 .002 95); --text: oklch(.178 .017 223); --soft: oklch(.5 .017 205); --line: oklch(.915 .008 95); --accent: oklch(.472 .078 186); --on-accent: oklch(.998 .002 95); --display: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, "Noto Serif", "DejaVu Serif Condensed", Georgia, serif; }
@media (prefers-color-scheme: dark) { :root { --ground: oklch(.168 .017 224); --card: oklch(.208 .018 222); --text: oklch(.987 .004 95); --soft: oklch(.72 .013 200); --line: oklch(.292 .019 221); --accent: oklch(.816 .08 182); --on-accent: oklch(.178 .017 223); } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.5 "Segoe UI Variable Text", -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, "DejaVu Sans Condensed", system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: clamp(1.25rem, 5vw, 2.25rem); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.brand { display: flex; align-items: center; gap: .5rem; color: inherit; font-family: var(--display); font-size: 1.25rem; }
.brand svg { width: 1.75rem; }
h1 { margin: 0 0 .5rem; font: 400 1.625rem/1.25 var(--display); text-wrap: balance; }
p { margin: 0 0 1.5rem; color: var(--soft); overflow-wrap: anywhere; }
.ways { display: flex; flex-wrap: wrap; gap: .75rem; }
.ways a.second { background: none; color: var(--text); box-shadow: inset 0 0 0 1px var(--line); }
a, button { display: inline-block; padding: .625rem 1rem; border: 0; border-radius: .625rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`

/** A page for the moments when the application itself cannot show one. */
export function plainPage(problem: Problem, { again, otherAccount }: WaysOn): string {
  const retry = (style: string) => `<a${style} href="${escapeHtml(again)}">Try again</a>`
  const ways = otherAccount
    ? `<div class="ways">${endSessionForm(otherAccount, 'Sign in as somebody else')}${retry(' class="second"')}</div>`
    : retry('')
  return shell(
    titles[problem.code] ?? 'This did not work',
    `<p>${escapeHtml(problem.message)}</p>${ways}`,
  )
}

const submitScript = 'document.forms[0].submit()'

/**
 * The page that takes a browser on to the end of the provider's session: by itself, and by a button
 * where scripts are off.
 */
export function endSessionPage(form: EndSessionForm): { html: string, policy: string } {
  const hash = createHash('sha256').update(submitScript).digest('base64')
  return {
    html: shell(
      'Signing out',
      `<p>You are signed out here.</p>${endSessionForm(form, 'Sign out at the identity provider')}<script>${submitScript}</script>`,
    ),
    policy: `${plainPagePolicy(form)}; script-src 'sha256-${hash}'`,
  }
}

function endSessionForm({ action, fields }: EndSessionForm, label: string): string {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="${escapeHtml(action)}">${hidden.join('')}<button type="submit">${label}</button></form>`
}

/**
 * The page that asks whether to sign out, for those who open its address by hand: a link must not
 * sign anybody out.
 */
export function signOutPage(): string {
  return shell(
    'Sign out?',
    '<p>You will be signed out here and at the identity provider.</p><form method="post" action="/auth/logout"><button type="submit">Sign out</button></form>',
  )
}

function shell(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Goals</title>
<link rel="icon" type="image/svg+xml" href="/icon.svg">
<style>${style}</style>
</head>
<body><main><p class="brand">${logo}Goals</p><h1>${escapeHtml(title)}</h1>${content}</main></body>
</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
