/**
 * The style of the provider's pages: one card, light and dark, with contrast of at least 4.5:1 for
 * all text.
 */
export const pageStyle = `
:root { color-scheme: light dark; --ground: oklch(.962 .009 92); --card: oklch(.998 .002 95); --text: oklch(.178 .017 223); --soft: oklch(.5 .017 205); --line: oklch(.915 .008 95); --accent: oklch(.472 .078 186); --on-accent: oklch(.998 .002 95); --tint: oklch(.968 .006 95); --bad: oklch(.538 .162 30); --bad-tint: oklch(.975 .012 32); --display: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, "Noto Serif", "DejaVu Serif Condensed", Georgia, serif; }
@media (prefers-color-scheme: dark) {
  :root { --ground: oklch(.168 .017 224); --card: oklch(.208 .018 222); --text: oklch(.987 .004 95); --soft: oklch(.72 .013 200); --line: oklch(.292 .019 221); --accent: oklch(.816 .08 182); --on-accent: oklch(.178 .017 223); --tint: oklch(.262 .019 221); --bad: oklch(.728 .142 32); --bad-tint: oklch(.226 .056 30); }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--ground); color: var(--text); font: 1rem/1.5 "Segoe UI Variable Text", -apple-system, "Segoe UI", Roboto, "Noto Sans", Cantarell, Ubuntu, "DejaVu Sans Condensed", system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; padding: clamp(1.25rem, 5vw, 2.25rem); background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 12px 32px -16px rgb(0 0 0 / 25%); }
.brand { display: flex; align-items: center; gap: .5rem; margin: 0 0 1.5rem; font-family: var(--display); font-size: 1.25rem; }
.brand svg { width: 1.75rem; }
h1 { margin: 0 0 .25rem; font: 400 1.625rem/1.25 var(--display); text-wrap: balance; }
.lead { margin: 0 0 1.5rem; color: var(--soft); }
.alert { padding: .75rem 1rem; border-radius: .625rem; background: var(--bad-tint); color: var(--bad); }
.people { display: grid; gap: .5rem; margin: 0; padding: 0; list-style: none; }
button, input, a.primary { font: inherit; border-radius: .625rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
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
