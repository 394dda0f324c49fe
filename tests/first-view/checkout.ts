import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Cookie } from '@playwright/test'
import { freePort } from '../../dev/free-port.ts'

/** A checkout whose stack runs, and the session of a person with 24 goals and 72 tasks. */
export interface RunningCheckout {
  folder: string
  url: string
  cookies: Cookie[]
  stop: () => Promise<void>
}

const username = 'measured'

/** `npm start` builds first, where that has not been done. */
const startLimit = 600_000

/**
 * Starts a checkout as a newcomer would, on an empty database and ports of its own. Its
 * dependencies are installed.
 *
 * @throws Error when it ends, or does not answer within ten minutes
 */
export async function startCheckout(folder: string, browser: Browser): Promise<RunningCheckout> {
  const stateDirectory = mkdtempSync(path.join(os.tmpdir(), 'goals-first-view-'))
  chmodSync(stateDirectory, 0o711)
  const [app, engine, provider] = [await freePort(), await freePort(), await freePort()]
  const options = {
    cwd: folder,
    env: {
      ...process.env,
      PORT: String(app),
      HASURA_GRAPHQL_SERVER_PORT: String(engine),
      LOCAL_OIDC_PORT: String(provider),
      LOCAL_STATE_DIR: stateDirectory,
    },
  }
  const stack = spawn('npm', ['start'], { ...options, detached: true, stdio: 'ignore' })
  const url = `http://localhost:${app}`
  const stop = async () => {
    await end(stack)
    rmSync(stateDirectory, { recursive: true, force: true })
  }
  try {
    await ready(`${url}/readyz`, stack)
    const token = execFileSync('npm', ['run', '--silent', 'token', '--', username], options)
    await plan(url, token.toString().trim())
    return { folder, url, cookies: await signIn(browser, url), stop }
  }
  catch (error) {
    await stop()
    throw error
  }
}

async function ready(url: string, stack: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + startLimit; Date.now() < deadline;) {
    if (stack.exitCode !== null) throw new Error(`npm start ended with code ${stack.exitCode}`)
    const answers = await fetch(url).then(
      response => response.ok,
      () => false,
    )
    if (answers) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`${url} did not answer`)
}

async function end(stack: ChildProcess): Promise<void> {
  if (stack.exitCode !== null || !stack.pid) return
  const ended = new Promise(resolve => stack.once('exit', resolve))
  process.kill(-stack.pid, 'SIGTERM')
  await ended
}

/** The same goals in every checkout: some late, some done, three tasks each. */
async function plan(url: string, token: string): Promise<void> {
  const horizons = ['yearly', 'quarterly', 'monthly', 'weekly']
  const inDays = (days: number) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const goals = Array.from({ length: 24 }, (_, index) => ({
    title: `Goal ${index + 1}: what I want to reach`,
    horizon: horizons[index % 4],
    status: index % 8 === 7 ? 'completed' : 'active',
    target_date: inDays((index % 4) * 20 + index - 4),
  }))
  const ids = await insert(url, token, 'goals', goals)
  const tasks = ids.flatMap((goal_id, index) =>
    [0, 1, 2].map(step => ({
      goal_id,
      title: `Step ${step + 1} of goal ${index + 1}`,
      status: step === 0 ? 'completed' : 'pending',
      due_date: inDays(index - 3 + step * 4),
    })),
  )
  await insert(url, token, 'tasks', tasks)
}

/** Ids of the new rows, in their order. */
async function insert(
  url: string,
  token: string,
  table: 'goals' | 'tasks',
  objects: object[],
): Promise<string[]> {
  const query = `mutation Plan($objects: [${table}_insert_input!]!) {
    inserted: insert_${table}(objects: $objects) { returning { id } }
  }`
  const response = await fetch(`${url}/v1/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'authorization': `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { objects } }),
  })
  const { data, errors } = (await response.json()) as {
    data?: { inserted: { returning: { id: string }[] } }
    errors?: unknown
  }
  if (!data) throw new Error(`The ${table} were refused: ${JSON.stringify(errors)}`)
  return data.inserted.returning.map(({ id }) => id)
}

async function signIn(browser: Browser, url: string): Promise<Cookie[]> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  await page.getByLabel('Somebody else').fill(username)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${url}/`)
  const cookies = await context.cookies(url)
  await context.close()
  return cookies
}
