import type { Page } from '@playwright/test'
import { written } from './support/actions.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const facts = (page: Page) => page.getByRole('complementary', { name: 'Facts' })

test('a goal takes metrics, a category and a weight where they stand', async ({ page, username }) => {
  const token = await tokenOf(username)
  const above = await createGoal(page.request, token, { title: 'Health' })
  const goalId = await createGoal(page.request, token, { title: 'Run', parent_id: above })
  await signIn(page, username, `/goals/${goalId}`)

  await test.step('a metric is added, changed, removed and brought back', async () => {
    await facts(page).getByRole('button', { name: 'Add a metric' }).click()
    const form = facts(page).getByRole('form', { name: 'New metric' })
    await form.getByLabel('Metric').fill('Resting pulse')
    await form.getByLabel('Value').fill('58')
    await written(page, () => form.getByRole('button', { name: 'Add metric' }).click())
    await expect(form).toBeHidden()
    const value = facts(page).getByLabel('Resting pulse', { exact: true })
    await value.fill('52')
    await written(page, () => value.press('Enter'))
    await written(page, () => facts(page).getByRole('button', { name: 'Remove the metric “Resting pulse”' }).click())
    await expect(value).toBeHidden()
    await written(page, () => page.getByRole('button', { name: 'Undo' }).click())
    await expect(value).toHaveValue('52')
  })

  await test.step('a name that is taken is refused', async () => {
    await facts(page).getByRole('button', { name: 'Add a metric' }).click()
    const form = facts(page).getByRole('form', { name: 'New metric' })
    await form.getByLabel('Metric').fill('Resting pulse')
    await form.getByRole('button', { name: 'Add metric' }).click()
    await expect(form.getByText('There is a metric of this name already.')).toBeVisible()
    await form.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('a new category is made and chosen', async () => {
    const category = facts(page).getByLabel('Category', { exact: true })
    await category.selectOption({ label: 'New category…' })
    const name = facts(page).getByLabel('Name of the category')
    await name.fill('Sport')
    await name.press('Enter')
    await expect(name).toBeHidden()
    await expect(category.locator('option:checked')).toHaveText('Sport')
  })

  await test.step('a weight', async () => {
    const weight = facts(page).getByLabel('Weight')
    await weight.fill('1001')
    await weight.press('Enter')
    await expect(facts(page).getByText('Write a number from 0 to 1,000.')).toBeVisible()
    await weight.fill('3')
    await written(page, () => weight.press('Enter'))
  })

  await page.reload()
  await hydrated(page)
  await expect(facts(page).getByLabel('Weight')).toHaveValue('3')
  await expect(facts(page).getByLabel('Resting pulse', { exact: true })).toHaveValue('52')
  await expect(facts(page).getByLabel('Category', { exact: true }).locator('option:checked')).toHaveText('Sport')
})

test('an archived goal leaves the lists and the dashboard, counts as before, and comes back', async ({ page, username }) => {
  const goalId = await createGoal(page.request, await tokenOf(username), { title: 'Learn to sail' })
  await signIn(page, username, `/goals/${goalId}`)
  await written(page, () => page.getByRole('button', { name: 'Archive', exact: true }).click())
  await expect(page.getByRole('heading', { name: /^Archived on/ })).toBeVisible()

  const link = page.getByRole('main').getByRole('link', { name: 'Learn to sail' })
  await page.goto('/')
  await hydrated(page)
  await expect(link).toBeHidden()
  await page.goto('/goals')
  await hydrated(page)
  await expect(link).toBeHidden()
  await page.getByLabel('Status').selectOption('archived')
  await page.waitForURL(/status=archived/)
  await link.click()
  await page.waitForURL(`**/goals/${goalId}`)
  await written(page, () => page.getByRole('button', { name: 'Unarchive' }).click())
  await expect(page.getByRole('button', { name: 'Archive', exact: true })).toBeVisible()
  await page.goto('/goals')
  await expect(link).toBeVisible()
})
