import type { Page } from '@playwright/test'
import { written } from './support/actions.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const form = (page: Page) => page.getByRole('form', { name: 'Close a period' })
const monthsAgo = (months: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - months, 15)).toISOString().slice(0, 10)
}

test('a month is closed: what is open moves to the next one, and a record stays', async ({ page, username }) => {
  const token = await tokenOf(username)
  const goal = { horizon: 'monthly', target_date: monthsAgo(2) }
  const open = await createGoal(page.request, token, { title: 'Run 100 km', ...goal })
  await createGoal(page.request, token, { title: 'Of another month', ...goal, target_date: monthsAgo(3) })
  await signIn(page, username, '/goals')
  await page.getByRole('link', { name: 'Close a period' }).click()
  await form(page).getByLabel('Horizon').selectOption('monthly')
  await form(page).getByLabel('Period').selectOption({ index: 2 })
  const moves = form(page).getByRole('region', { name: '1 open goal will move to' })
  await expect(moves.getByRole('link')).toHaveText(['Run 100 km'])
  await written(page, () => form(page).getByRole('button', { name: /^Close / }).click())
  await expect(page.getByRole('status').filter({ hasText: 'is closed. 1 goal moved to' })).toBeVisible()

  const record = page.getByRole('region', { name: 'Closed' }).getByRole('listitem').first()
  await expect(record).toContainText('1 moved')
  await record.locator('summary').click()
  await record.getByRole('link', { name: 'Run 100 km' }).click()
  await page.waitForURL(`**/goals/${open}`)
  const moved = new Date(`${monthsAgo(0).slice(0, 7)}-01T00:00:00Z`)
  moved.setUTCDate(0)
  await expect(page.getByLabel('Target date')).toHaveValue(moved.toISOString().slice(0, 10))
})

test('a period that is not over, an empty one and one that was closed say what to do', async ({ page, username }) => {
  const goal = { horizon: 'monthly', target_date: monthsAgo(1) }
  await createGoal(page.request, await tokenOf(username), { title: 'Run 100 km', ...goal })
  await signIn(page, username, '/goals/periods')
  const close = form(page).getByRole('button', { name: /^Close / })
  await form(page).getByLabel('Horizon').selectOption('monthly')

  await form(page).getByLabel('Period').selectOption({ index: 0 })
  await close.click()
  await expect(form(page).getByRole('alert')).toContainText('is not over: its last day is')

  await form(page).getByLabel('Period').selectOption({ index: 3 })
  await expect(form(page).getByRole('alert')).toHaveCount(0)
  await expect(form(page).getByText('None of your goals is due in')).toBeVisible()
  await close.click()
  await expect(form(page).getByRole('alert')).toContainText('Choose another period.')

  for (const isFirst of [true, false]) {
    await form(page).getByLabel('Horizon').selectOption('monthly')
    await form(page).getByLabel('Period').selectOption({ index: 1 })
    if (isFirst) await written(page, () => close.click())
    else await close.click()
    if (isFirst) await expect(page.getByRole('status').filter({ hasText: 'is closed.' })).toBeVisible()
  }
  await expect(form(page).getByRole('alert')).toContainText(/closed .* already/)
})

test('a close that was not saved keeps its choice, also over a reload, and is done once', async ({ page, username }) => {
  const day = monthsAgo(5)
  const goal = { horizon: 'quarterly', target_date: day }
  await createGoal(page.request, await tokenOf(username), { title: 'Read ten books', ...goal })
  await signIn(page, username, '/goals/periods')
  await form(page).getByLabel('Horizon').selectOption('quarterly')
  const period = form(page).getByLabel('Period')
  const firstMonth = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1
  const chosen = `${day.slice(0, 4)}-${String(firstMonth).padStart(2, '0')}-01`
  await period.selectOption(chosen)
  await expect(form(page).getByRole('link', { name: 'Read ten books' })).toBeVisible()
  // The answer is lost: the period is closed, and the page does not know.
  await page.route('**/v1/graphql', async (route) => {
    if (!route.request().postData()?.includes('ClosePeriod')) return route.continue()
    await route.fetch()
    await route.fulfill({ status: 503, body: '' })
  })
  await form(page).getByRole('button', { name: /^Close / }).click()
  await expect(form(page).getByRole('alert')).toContainText('Not saved.')
  await page.unroute('**/v1/graphql')
  await page.reload()
  await hydrated(page)
  await expect(form(page).getByLabel('Horizon')).toHaveValue('quarterly')
  await expect(period).toHaveValue(chosen)
  await form(page).getByRole('button', { name: /^Close / }).click()
  await expect(page.getByRole('status').filter({ hasText: 'is closed. 1 goal moved to' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Closed' }).getByRole('listitem')).toHaveCount(1)
})
