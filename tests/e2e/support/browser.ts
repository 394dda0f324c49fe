import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'

/** A Chromium that can be started here, and the environment that it needs beyond this process's. */
export interface Browser {
  executablePath: string
  env: Record<string, string>
}

const packageName = '@sparticuz/chromium'

/**
 * Finds a Chromium, in this order: the one that `PLAYWRIGHT_CHROMIUM_PATH` names, Playwright's own
 * if it is installed, the system's Chromium or Chrome, and on Linux (x64) the one from npm,
 * unpacked once per version (2 s, 220 MB).
 *
 * @throws Error that says what to install when there is none, or when `PLAYWRIGHT_CHROMIUM_PATH`
 *   names no file
 */
export function findBrowser(): Browser {
  const named = process.env.PLAYWRIGHT_CHROMIUM_PATH
  if (named && !existsSync(named))
    throw new Error(`PLAYWRIGHT_CHROMIUM_PATH names no file: ${named}`)
  const executablePath = named || playwrightsOwn() || systems()
  if (executablePath) return { executablePath, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return packaged()
  throw new Error(
    'There is no Chromium for the browser tests: run "npx playwright install chromium", install Chromium or Chrome, or name one in PLAYWRIGHT_CHROMIUM_PATH.',
  )
}

function playwrightsOwn(): string | undefined {
  const file = chromium.executablePath()
  return existsSync(file) ? file : undefined
}

function systems(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const onMac = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]
  return [...names.flatMap(name => folders.map(folder => path.join(folder, name))), ...onMac].find(
    file => existsSync(file),
  )
}

function packaged(): Browser {
  const folder = unpack()
  const libraries = [path.join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH]
    .filter(Boolean)
    .join(':')
  const fonts: Record<string, string> = existsSync('/etc/fonts/fonts.conf')
    ? {}
    : { FONTCONFIG_PATH: path.join(folder, 'fonts') }
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, ...fonts },
  }
}

/**
 * Unpacks the package into a folder of this user and this version.
 *
 * The package itself unpacks into fixed names of the temporary folder, which another user, another
 * version or a second run at the same moment may hold half-written; and its libraries only where it
 * takes the machine for a cloud function. So a process of its own gets an empty temporary folder
 * and the variable that it looks for, and the result is renamed.
 */
function unpack(): string {
  const entry = createRequire(import.meta.url).resolve(packageName)
  const { version } = JSON.parse(
    readFileSync(path.join(path.dirname(entry), '..', 'package.json'), 'utf8'),
  ) as { version: string }
  const target = path.join(os.tmpdir(), `goals-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(path.join(target, 'chromium'))) return target
  const staging = mkdtempSync(`${target}-`)
  const made = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `await (await import(${JSON.stringify(entry)})).default.executablePath()`,
    ],
    {
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
      encoding: 'utf8',
    },
  )
  if (made.status !== 0)
    throw new Error(`${packageName} could not be unpacked into ${staging}: ${made.stderr}`)
  try {
    renameSync(staging, target)
  }
  catch {
    rmSync(staging, { recursive: true, force: true })
  }
  return target
}
