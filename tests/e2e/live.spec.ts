import type { Page } from '@playwright/test'
import { addGoal, signOut, written } from './support/actions.ts'
import { shareGoal, unshareGoal } from './support/database.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { watchSockets, type SocketLog } from './support/live.ts'
import { accessTokenSeconds, tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

/** What is done in one place must be seen in the other within so many milliseconds. */
const atOnce = 1000

const tree = (page: Page) => page.getByRole('tree', { name: 'Goals' })
const row = (page: Page, title: string) => tree(page).getByRole('treeitem').filter({ hasText: title })
const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 })
const figure = (page: Page, text: RegExp) =>
  page.getByRole('region', { name: 'Overview' }).getByRole('link', { name: text })
const linkTo = (page: Page, title: string) =>
  page.getByRole('main').getByRole('link', { name: title })

const rename = `
  mutation Rename($id: uuid!, $title: String!) {
    update_goals_by_pk(pk_columns: { id: $id }, _set: { title: $title }) { id }
  }
`

/** Waits for what must be seen at once, and notes how long it took from the answer of the write. */
async function seen(what: string, ...expectations: Promise<unknown>[]): Promise<void> {
  const since = Date.now()
  await Promise.all(expectations)
  const description = `${what} after ${Date.now() - since} ms`
  test.info().annotations.push({ type: 'seen', description })
}

/** Goes to a page and waits until it follows its data. */
async function follow(page: Page, path: string): Promise<SocketLog> {
  const sockets = watchSockets(page)
  await page.goto(path)
  await hydrated(page)
  await sockets.follows()
  return sockets
}

test('what is done in one browser is seen at once in another', async ({
  page,
  newContext,
  username,
}) => {
  await signIn(page, username, '/goals')
  const other = await newContext()
  const dashboard = await other.newPage()
  await signIn(dashboard, username)
  const [overview, detail] = [await other.newPage(), await other.newPage()]
  await follow(dashboard, '/')
  await follow(overview, '/goals')

  await written(page, () => addGoal(page, 'Run a marathon'))
  await seen(
    'made',
    expect(row(overview, 'Run a marathon')).toBeVisible({ timeout: atOnce }),
    expect(linkTo(dashboard, 'Run a marathon')).toBeVisible({ timeout: atOnce }),
    expect(figure(dashboard, /^1\s*Active/)).toBeVisible({ timeout: atOnce }),
  )

  await linkTo(page, 'Run a marathon').click()
  await page.waitForURL('**/goals/*')
  await follow(detail, new URL(page.url()).pathname)
  const title = page.getByLabel('Title', { exact: true })
  await title.fill('Run two marathons')
  await written(page, () => title.press('Enter'))
  await seen(
    'renamed',
    expect(heading(detail)).toHaveText('Run two marathons', { timeout: atOnce }),
    expect(row(overview, 'Run two marathons')).toBeVisible({ timeout: atOnce }),
    expect(linkTo(dashboard, 'Run two marathons')).toBeVisible({ timeout: atOnce }),
  )

  const complete = page.getByRole('button', { name: 'Complete “Run two marathons”' })
  await written(page, () => complete.click())
  const reopen = detail.getByRole('button', { name: 'Reopen “Run two marathons”' })
  await seen(
    'completed',
    expect(reopen).toBeVisible({ timeout: atOnce }),
    expect(row(overview, 'Run two marathons')).toHaveAccessibleName(/Completed, 100 %/, {
      timeout: atOnce,
    }),
    expect(linkTo(dashboard, 'Run two marathons')).toBeHidden({ timeout: atOnce }),
    expect(figure(dashboard, /^1\s*Completed/)).toBeVisible({ timeout: atOnce }),
  )

  await written(page, () => page.getByRole('button', { name: 'Move to trash' }).click())
  await seen(
    'trashed',
    expect(row(overview, 'Run two marathons')).toBeHidden({ timeout: atOnce }),
    expect(figure(dashboard, /^0\s*Completed/)).toBeVisible({ timeout: atOnce }),
    detail.waitForURL('**/goals', { timeout: atOnce }),
  )
})

test('the editor of a shared goal sees what its owner does until it is taken away', async ({
  page,
  context,
  request,
  username,
}) => {
  const [owner, editor] = [`${username}-owner`, username]
  const token = await tokenOf(owner)
  const goal = await createGoal(request, token, { title: 'Our house' })
  await signIn(page, editor, '/goals')
  const detail = await context.newPage()
  await follow(page, '/goals')

  await shareGoal(goal, editor, 'editor')
  await expect(row(page, 'Our house')).toBeVisible({ timeout: atOnce })

  await graphql(request, token, rename, { id: goal, title: 'Our own house' })
  await expect(row(page, 'Our own house')).toBeVisible({ timeout: atOnce })

  await follow(detail, `/goals/${goal}`)
  await unshareGoal(goal, editor)
  await Promise.all([
    expect(row(page, 'Our own house')).toBeHidden({ timeout: atOnce }),
    detail.waitForURL('**/goals', { timeout: atOnce }),
  ])
})

test('a field that is being edited keeps its text and shows what was saved elsewhere', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Learn to sail' })
  await signIn(page, username, `/goals/${goal}`)
  await follow(page, `/goals/${goal}`)
  const title = page.getByLabel('Title', { exact: true })
  await title.fill('Learn to sail alone')

  await graphql(request, token, rename, { id: goal, title: 'Learn to surf' })
  await expect(page.getByRole('alert')).toContainText('Learn to surf', { timeout: atOnce })
  await expect(title).toHaveValue('Learn to sail alone')
  await expect(title).toBeFocused()
  await page.getByRole('button', { name: 'Take the saved one' }).click()
  await expect(title).toHaveValue('Learn to surf')
})

test('a page has one socket at most, wherever it goes, and follows on with a new token', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Keep bees' })
  await signIn(page, username)
  const sockets = await follow(page, '/')
  for (const name of ['Goals', 'Inbox', 'Trash', 'Dashboard']) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click()
    await sockets.follows()
  }
  await page.waitForTimeout((accessTokenSeconds + 1) * 1000)
  await sockets.follows()
  await graphql(request, await tokenOf(username), rename, { id: goal, title: 'Keep two bees' })
  await expect(page.getByRole('link', { name: 'Keep two bees' })).toBeVisible({ timeout: atOnce })
  expect(sockets.maxOpen()).toBe(1)
  expect(sockets.opened()).toBeGreaterThan(1)
})

test('nothing arrives after signing out, in any tab', async ({ page, context, request, username }) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Stay private' })
  await signIn(page, username)
  const second = await context.newPage()
  const sockets = [await follow(page, '/'), await follow(second, `/goals/${goal}`)]

  await signOut(page)
  await page.waitForURL('**/signed-out?state=everywhere')
  await expect(second.getByRole('heading', { level: 1 })).toContainText('signed out')
  await expect.poll(() => sockets[1]?.open()).toBe(0)
  const answers = sockets.map(log => log.answers())
  await graphql(request, token, rename, { id: goal, title: 'Stay hidden' })
  await page.waitForTimeout(atOnce)
  expect(sockets.map(log => log.answers())).toEqual(answers)
})

test.describe('without a socket', () => {
  test('figures follow the own writes all the same, and nothing is complained of', async ({
    page,
    username,
  }) => {
    await page.routeWebSocket('**/v1/graphql', socket => void socket.close({ code: 1013 }))
    await signIn(page, username)
    await addGoal(page, 'Write letters')
    await expect(figure(page, /^1\s*Active/)).toBeVisible()
    await page.getByRole('button', { name: 'Complete “Write letters”' }).click()
    await expect(figure(page, /^1\s*Completed/)).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
  })
})
