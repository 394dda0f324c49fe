import { rmSync, writeFileSync } from 'node:fs'
import { expect, signIn, test } from './support/test.ts'

const file = process.env.ISOLATION_REPORT ?? ''
const predicate = { filter: 'user id is the caller' }
const permission = (role: string, table: string) => ({
  role,
  table,
  operation: 'select',
  columns: ['id', 'title'],
  presets: {},
  words: predicate,
  sql: { filter: 'user_id = $1' },
})
const cell = (person: string, table: string, problems: string[] = []) => ({
  person,
  relation: 'stranger',
  role: 'member',
  table,
  operation: 'select',
  transport: 'http',
  allowed: 2,
  denied: 3,
  problems,
})
const report = {
  engine: 'the embedded engine',
  endpoint: 'http://127.0.0.1',
  when: '2026-11-20T10:00:00.000Z',
  summary: { cells: 2, hold: 1, leaks: 1, allowed: 4, denied: 6 },
  permissions: [permission('member', 'goals'), permission('viewer', 'tasks')],
  cells: [cell('bob', 'goals'), cell('mallory', 'tasks', ['LEAK select tasks: 7'])],
}

test('the page shows the last proof, and says how to run the first', async ({ page }) => {
  rmSync(file, { force: true })
  await signIn(page, 'administrator', '/admin/isolation')
  await expect(page.getByRole('heading', { name: 'No report yet' })).toBeVisible()
  await expect(page.getByText('npm run isolation')).toBeVisible()

  writeFileSync(file, JSON.stringify(report))
  await page.reload()
  await expect(page.getByText('isolation: 1 of 2 cells hold, 1 leaks')).toBeVisible()
  await expect(page.getByText('mallory: LEAK select tasks: 7')).toBeVisible()
  await page.getByLabel('Table', { exact: true }).selectOption('goals')
  await expect(page.getByText('mallory: LEAK select tasks: 7')).toBeHidden()
  await expect(page.getByRole('row', { name: /goals member select/ })).toContainText(
    'user id is the caller',
  )
  await page.getByText('SQL', { exact: true }).first().click()
  await expect(page.getByText('user_id = $1')).toBeVisible()
  await page.getByLabel('Role', { exact: true }).selectOption('viewer')
  await expect(page.getByText('This role has no permission on this table.')).toBeVisible()
})
