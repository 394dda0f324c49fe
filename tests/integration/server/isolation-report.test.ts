import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import type { HttpBrowser } from '../../support/http-browser.ts'
import {
  signIn,
  startTestEnvironment,
  type TestEnvironment,
} from '../../support/test-environment.ts'

let env: TestEnvironment
let app: AppServer
let admin: HttpBrowser
let member: HttpBrowser
const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-report-'))
const file = path.join(folder, 'report.json')
const report = {
  engine: 'the embedded engine',
  endpoint: 'http://localhost',
  when: '2026-11-20T10:00:00.000Z',
  summary: { cells: 1, hold: 1, leaks: 0, allowed: 1, denied: 1 },
  permissions: [{ role: 'member' }],
  cells: [{ person: 'alice' }],
}

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env, { variables: { ISOLATION_REPORT: file } })
  admin = (await signIn(app.url, 'admin')).browser
  member = (await signIn(app.url, 'bob')).browser
})
afterAll(async () => {
  await app.stop()
  await env.stop()
  rmSync(folder, { recursive: true })
})

async function ask(browser: HttpBrowser): Promise<[number, unknown]> {
  const { status, text } = await browser.visit(`${app.url}/api/admin/isolation`, {
    headers: { accept: 'application/json' },
  })
  return [status, JSON.parse(text)]
}

test('before the first proof an administrator is told how to run one', async () => {
  expect(await ask(admin)).toEqual([
    404,
    {
      error: { code: 'not-found', message: expect.stringContaining('npm run isolation') as string },
    },
  ])
})

test('the report is for administrators only', async () => {
  writeFileSync(file, JSON.stringify(report))
  expect(await ask(admin)).toEqual([200, report])
  expect(await ask(member)).toMatchObject([403, { error: { code: 'forbidden' } }])
  expect((await fetch(`${app.url}/api/admin/isolation`)).status).toBe(401)
})

test('what is no report is not shown, and the log says why', async () => {
  for (const text of ['{}', 'no JSON']) {
    writeFileSync(file, text)
    expect(await ask(admin)).toEqual([
      500,
      { error: { code: 'internal', message: 'Something went wrong here. Try again.' } },
    ])
  }
  expect(app.log()).toContain(`${file} is not a report`)
})
