import type { BrowserContext, Page } from '@playwright/test'
import { signOutElsewhere, written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

// What is typed or chosen beside the fields of a row: the name of a new category, and the task that
// another is to wait for. Nothing of it is lost or saved twice.

const main = (page: Page) => page.getByRole('main')
const task = (page: Page) => main(page).getByRole('button', { name: 'Long run', exact: true })
const newCategory = (page: Page) => main(page).getByRole('group', { name: 'New category' })
const blockedBy = (page: Page) => main(page).getByRole('group', { name: 'Blocked by' })
const unavailable = (page: Page) =>
  page.route('**/v1/graphql', route =>
    (route.request().postData() ?? '').includes('mutation ')
      ? route.fulfill({ status: 503, body: '' })
      : route.continue())

async function openTask(page: Page, username: string): Promise<void> {
  const token = await tokenOf(username)
  const goal = await createGoal(page.request, token, { title: 'Run the marathon' })
  const { errors } = await graphql(
    page.request,
    token,
    'mutation Add($goal: uuid!) { insert_tasks(objects: [{ goal_id: $goal, title: "Long run" }, { goal_id: $goal, title: "Buy shoes" }]) { affected_rows } }',
    { goal },
  )
  expect(errors).toBeUndefined()
  await signIn(page, username, `/goals/${goal}`)
  await task(page).click()
}

const failures: Record<string, (page: Page, context: BrowserContext) => Promise<() => Promise<void>>> = {
  offline: async (_page, context) => {
    await context.setOffline(true)
    return () => context.setOffline(false)
  },
  503: async (page) => {
    await unavailable(page)
    return () => page.unroute('**/v1/graphql')
  },
}

for (const [failure, fail] of Object.entries(failures)) {
  test(`the name of a new category: ${failure}`, async ({ page, context, username }) => {
    await openTask(page, username)
    await main(page).getByRole('button', { name: 'Category', exact: true }).click()
    await main(page).locator('form').getByLabel('Category', { exact: true }).selectOption('New category…')
    const name = newCategory(page).getByLabel('Name of the category')
    await name.fill('Endurance')
    const mend = await fail(page, context)
    await newCategory(page).getByRole('button', { name: 'Add category' }).click()
    await expect(newCategory(page).getByRole('alert')).toContainText('Not saved.')
    await mend()
    await page.reload()
    await hydrated(page)
    await expect(main(page).getByText('Not saved', { exact: true })).toBeVisible()
    await task(page).click()
    await expect(name).toHaveValue('Endurance')
    await written(page, () => newCategory(page).getByRole('button', { name: 'Add category' }).click())
    await expect(main(page).locator('form').getByLabel('Category', { exact: true }).locator(':checked')).toHaveText('Endurance')
  })

  test(`the task that another waits for: ${failure}`, async ({ page, context, username }) => {
    await openTask(page, username)
    await main(page).getByRole('button', { name: 'Blocked by', exact: true }).click()
    await blockedBy(page).getByLabel('Add a task that blocks this one').click()
    const option = page.getByRole('option', { name: /^Buy shoes/ })
    await option.waitFor()
    const mend = await fail(page, context)
    await option.click()
    await expect(blockedBy(page).getByRole('alert')).toContainText('Not saved.')
    await mend()
    await page.reload()
    await hydrated(page)
    await expect(main(page).getByText('Not saved', { exact: true })).toBeVisible()
    await task(page).click()
    await expect(blockedBy(page)).toContainText('Buy shoes')
    await written(page, () => blockedBy(page).getByRole('button', { name: 'Try again' }).click())
    await expect(blockedBy(page).getByRole('link', { name: 'Buy shoes' })).toBeVisible()
    await expect(blockedBy(page).getByRole('alert')).toHaveCount(0)
  })
}

test('both stay for their person alone when the session ends, and can be discarded', async ({ page, username }) => {
  await openTask(page, username)
  const address = new URL(page.url()).pathname
  await unavailable(page)
  await main(page).getByRole('button', { name: 'Category', exact: true }).click()
  await main(page).locator('form').getByLabel('Category', { exact: true }).selectOption('New category…')
  await newCategory(page).getByLabel('Name of the category').fill('Endurance')
  await main(page).getByRole('button', { name: 'Blocked by', exact: true }).click()
  await blockedBy(page).getByLabel('Add a task that blocks this one').click()
  await page.getByRole('option', { name: /^Buy shoes/ }).click()
  await expect(blockedBy(page).getByRole('alert')).toContainText('Not saved.')
  await page.unroute('**/v1/graphql')
  await signOutElsewhere(page)
  await signIn(page, `${username}-other`, '/goals')
  await page.context().clearCookies()
  await signIn(page, username, address)
  await task(page).click()
  await expect(newCategory(page).getByLabel('Name of the category')).toHaveValue('Endurance')
  await newCategory(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(blockedBy(page)).toContainText('Buy shoes')
  await blockedBy(page).getByRole('button', { name: 'Discard' }).click()
  await expect(blockedBy(page)).not.toContainText('Buy shoes')
  await main(page).locator('form').getByRole('button', { name: 'Cancel' }).click()
  await expect(main(page).getByText('Not saved')).toHaveCount(0)
})
