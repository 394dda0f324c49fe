/**
 * The style of the provider's pages: one card, light and dark, with contrast of at least 4.5:1 for
 * all text.
 */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f4f5f7; --card: #fff; --text: #18202c; --soft: #566172; --line: #dfe3e9; --accent: #047857; --on-accent: #fff; --tint: #ecfdf5; --bad: #b42318; --bad-tint: #fef3f2; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0c1118; --card: #151c26; --text: #e8ecf2; --soft: #9aa7b8; --line: #2a3443; --accent: #34d399; --on-accent: #06251a; --tint: #12291f; --bad: #fda29b; --bad-tint: #33191a; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 27rem; padding: clamp(1.25rem, 5vw, 2.25rem); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 12px 32px -16px rgb(0 0 0 / 25%); }
.brand { display: flex; align-items: center; gap: .5rem; margin: 0 0 1.5rem; font-weight: 650; letter-spacing: -.01em; }
.brand svg { width: 1.75rem; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.02em; text-wrap: balance; }
.lead { margin: 0 0 1.5rem; color: var(--soft); }
.alert { padding: .75rem 1rem; border-radius: .625rem; background: var(--bad-tint); color: var(--bad); }
.people { display: grid; gap: .5rem; margin: 0; padding: 0; list-style: none; }
button, input, a.primary { font: inherit; border-radius: .625rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.person { display: flex; align-items: center; gap: .875rem; width: 100%; padding: .625rem .75rem; text-align: left; color: inherit; background: none; border: 1px solid var(--line); cursor: pointer; transition: border-color .15s, background .15s; }
.person:hover { border-color: var(--accent); background: var(--tint); }
.person strong, .person small { display: block; overflow-wrap: anywhere; }
.person strong { font-weight: 600; }
.person small { color: var(--soft); font-size: .875rem; }
.avatar { flex: none; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-weight: 650; font-size: .875rem; }
.inactive .avatar { background: var(--ground); color: var(--soft); }
.inactive strong { color: var(--soft); text-decoration: line-through; }
.other { margin-top: 1.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
label { display: block; margin-bottom: .375rem; font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; }
input { flex: 1 1 10rem; min-width: 0; padding: .625rem .75rem; color: inherit; background: var(--card); border: 1px solid var(--soft); }
input::placeholder { color: var(--soft); }
input[aria-invalid] { border-color: var(--bad); }
.primary { display: inline-block; padding: .625rem 1rem; border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; text-decoration: none; cursor: pointer; }
.primary:hover { filter: brightness(1.08); }
@media (prefers-reduced-motion: reduce) { * { transition: none; } }
`
