#!/usr/bin/env node
// Plain JavaScript, so that a Node.js that is too old says what it lacks. A package holds the
// compiled command, a checkout its TypeScript, which Node.js itself runs.
import { existsSync } from 'node:fs'

const fromSource = existsSync(new URL('cli.ts', import.meta.url))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isRecent = major > 22 || (major === 22 && minor >= 18)

if (fromSource ? process.features.typescript : isRecent) {
  await import(fromSource ? './cli.ts' : '../dist/cli/cli.js')
}
else {
  process.stderr.write(
    `the engine cannot start: it needs Node.js 22.18 or newer${fromSource ? ', with type stripping on' : ''}, `
    + `and this is ${process.version}.`
    + (fromSource ? ' `npm run engine` starts it with the Node.js that `npm ci` installs.' : '')
    + '\n',
  )
  process.exitCode = 1
}
