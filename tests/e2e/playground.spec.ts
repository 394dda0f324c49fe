import { signOut } from './support/actions.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test('the playground runs a query as the person who is signed in', async ({
  page,
  request,
  username,
}) => {
  await createGoal(request, await tokenOf(username), { title: 'Seen in the playground' })
  await signIn(page, username, '/playground')
  const editor = page.locator('.cm-content').first()
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('query Mine { goals(where: {is_inbox: {_eq: false}}) { title } }')
  await page.getByRole('button', { name: /run/i }).click()
  await expect(page.getByText('"Seen in the playground"')).toBeVisible()
})

test('a subscription ends when its person signs out in another tab, and does not come back', async ({
  page,
  context,
  username,
}) => {
  const sockets: string[] = []
  const closed: string[] = []
  page.on('websocket', (socket) => {
    sockets.push(new URL(socket.url()).pathname)
    socket.on('close', () => closed.push(new URL(socket.url()).pathname))
  })
  await signIn(page, username, '/playground')
  await page.locator('.cm-content').first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('subscription { goals { title } }')
  await page.getByRole('button', { name: /run/i }).click()
  await expect(page.getByText('"Inbox"')).toBeVisible()
  const other = await context.newPage()
  await other.goto('/goals')
  await hydrated(other)
  await signOut(other)
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await expect(page.getByText('"Inbox"')).toHaveCount(0)
  await expect.poll(() => closed).toContain('/v1/graphql')
  expect(sockets.filter(path => path === '/v1/graphql')).toHaveLength(1)
})

test('an administrator sees the SQL of a query, with the permission marked, and copies the run as a test', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, 'administrator', '/playground')
  const editor = page.locator('.cm-content').first()
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('query Titles { goals { title } }')
  await page.getByRole('tab', { name: 'SQL' }).click()
  await expect(page.getByLabel('Statements').locator('mark').first()).toContainText(
    '"deleted_at" IS NULL',
  )
  await page.getByLabel('Role', { exact: true }).selectOption('org_admin')
  await expect(page.getByLabel('Statements').locator('mark').first()).toContainText('"users"')

  await page.getByRole('tab', { name: 'Answer' }).click()
  await page.getByRole('button', { name: /run/i }).click()
  await page.getByRole('button', { name: 'Copy as test' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    'test(\'answers Titles as org_admin\'',
  )
})

test('nobody else is offered the SQL', async ({ page, username }) => {
  const asked = page.waitForResponse(/\/api\/explain$/)
  await signIn(page, username, '/playground')
  expect(await (await asked).json()).toEqual({ available: false })
  await expect(page.getByRole('tab', { name: 'SQL' })).toHaveCount(0)
})
