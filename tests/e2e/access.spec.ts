import { createGoal } from './support/graphql.ts'
import { shareGoal } from './support/database.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

test('the owner of a goal sees who else can see it, and why', async ({
  page,
  request,
  username,
}) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Shared with a reader' })
  await tokenOf(`${username}-reader`)
  await shareGoal(goal, `${username}-reader`, 'viewer')
  await signIn(page, username, `/goals/${goal}`)

  const panel = page.getByRole('region', { name: 'Who can see this' })
  await expect(panel.locator('summary').getByText('Owner')).toBeVisible()
  await panel.getByText(/-reader/i).click()
  const rules = panel.getByRole('list').filter({ hasText: 'Change it' }).last()
  await expect(rules).toContainText('See it allowed')
  await expect(rules).toContainText('Change it not allowed')
  await expect(rules.getByText(/Does not hold: .*role is one of owner or editor/)).toBeVisible()
})

test('a member who is not the owner is told nothing of it', async ({ page, request, username }) => {
  const goal = await createGoal(request, await tokenOf(username), {
    title: 'Shared with an editor',
  })
  await tokenOf(`${username}-editor`)
  await shareGoal(goal, `${username}-editor`, 'editor')
  await signIn(page, `${username}-editor`, `/goals/${goal}`)
  await expect(page.getByRole('heading', { name: 'Shared with an editor' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Who can see this' })).toHaveCount(0)
  const answer = await page.request.get(
    `/api/access?table=goals&id=${goal}&person=00000000-0000-4000-8000-000000000000`,
  )
  expect(answer.status()).toBe(404)
})

test('an administrator learns of any person and goal', async ({ page, request, username }) => {
  await createGoal(request, await tokenOf(username), { title: `Plan of ${username}` })
  await signIn(page, 'administrator', '/admin/access')
  await page.getByRole('searchbox', { name: 'Person' }).fill(username)
  await page
    .getByRole('list', { name: 'Person: found' })
    .getByRole('radio', { name: new RegExp(username, 'i') })
    .check()
  await page.getByRole('searchbox', { name: 'Goal' }).fill(`Plan of ${username}`)
  await page
    .getByRole('list', { name: 'Goal: found' })
    .getByRole('radio', { name: new RegExp(`Plan of ${username}`) })
    .check()
  const answer = page.getByRole('region', { name: /may do/ })
  await expect(answer).toContainText('Delete it for good allowed')
  await answer.getByLabel('Role').selectOption('viewer')
  await expect(answer).toContainText('Delete it for good not allowed')
})

test('the pages of administrators are nobody else\'s', async ({ page, username }) => {
  await signIn(page, username)
  for (const address of ['/admin/access', '/admin/isolation'])
    expect((await page.goto(address))?.status()).toBe(403)
  expect((await page.request.get('/api/admin/isolation')).status()).toBe(403)
})
