import type { Problem, ProblemCode } from '../errors.ts'
import { logo } from './logo.ts'

/** These pages hold no script and load nothing. */
export const plainPagePolicy = 'default-src \'none\'; style-src \'unsafe-inline\'; img-src data:; base-uri \'none\'; frame-ancestors \'none\'; form-action \'self\''

const titles: Partial<Record<ProblemCode, string>> = {
  'login-failed': 'Sign-in did not work',
  'no-access': 'You have no access yet',
  'deactivated': 'Your account is deactivated',
  'unavailable': 'One moment, please',
  'internal': 'Something went wrong',
  'forbidden': 'This was refused',
}

const style = `
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --text: #18202c; --soft: #566172; --line: #dfe3e9; --accent: #047857; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --ground: #0c1118; --card: #151c26; --text: #e8ecf2; --soft: #9aa7b8; --line: #2a3443; --accent: #34d399; --on-accent: #06251a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 27rem; padding: clamp(1.25rem, 5vw, 2.25rem); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.brand { display: flex; align-items: center; gap: .5rem; color: inherit; font-weight: 650; }
.brand svg { width: 1.75rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.02em; text-wrap: balance; }
p { margin: 0 0 1.5rem; color: var(--soft); overflow-wrap: anywhere; }
a, button { display: inline-block; padding: .625rem 1rem; border: 0; border-radius: .625rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`

/**
 * A page for the moments when the application itself cannot show one.
 *
 * @param path of this request; trying again after an outage asks for it once more, else sign-in starts anew
 */
export function plainPage(problem: Problem, path: string): string {
  const again = problem.code === 'unavailable' ? path : '/auth/login'
  return shell(titles[problem.code] ?? 'This did not work', `<p>${escapeHtml(problem.message)}</p><a href="${escapeHtml(again)}">Try again</a>`)
}

/** The page that asks whether to sign out, for those who open its address by hand: a link must not sign anybody out. */
export function signOutPage(): string {
  return shell('Sign out?', '<p>You will be signed out here and at the identity provider.</p><form method="post" action="/auth/logout"><button type="submit">Sign out</button></form>')
}

function shell(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Goals</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main><p class="brand">${logo}Goals</p><h1>${escapeHtml(title)}</h1>${content}</main></body>
</html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
