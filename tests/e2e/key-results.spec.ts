import type { Page } from '@playwright/test'
import { failWrites, written } from './support/actions.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const section = (page: Page) => page.getByRole('region', { name: /^Key results/ })
const titles = (page: Page) =>
  section(page).locator('li[data-row] button[aria-expanded]').allTextContents()

test('key results are added, ticked, measured, moved, deleted and restored', async ({ page, username }) => {
  const goalId = await createGoal(page.request, await tokenOf(username), { title: 'Run the marathon' })
  await signIn(page, username, `/goals/${goalId}`)

  await test.step('a milestone, by a line', async () => {
    const line = section(page).getByLabel('Add a milestone')
    await line.fill('Buy shoes')
    await written(page, () => line.press('Enter'))
    await expect(section(page).getByText('0 of 1 reached')).toBeVisible()
    await written(page, () => section(page).getByRole('button', { name: 'Complete “Buy shoes”' }).click())
    await expect(section(page).getByText('1 of 1 reached')).toBeVisible()
  })

  await test.step('a number, by a form that names mistakes', async () => {
    await section(page).getByRole('button', { name: 'Add a number' }).click()
    const form = section(page).getByRole('form', { name: 'New key result' })
    await form.getByLabel('Title').fill('Half marathon in minutes')
    await form.getByLabel('Start').fill('150')
    await form.getByLabel('Target').fill('150')
    await form.getByLabel('Unit').fill('min')
    await form.getByRole('button', { name: 'Add key result' }).click()
    await expect(form.getByText('Choose a target that differs from the start.')).toBeVisible()
    await form.getByLabel('Target').fill('120')
    await written(page, () => form.getByRole('button', { name: 'Add key result' }).click())
    await expect(form).toBeHidden()
    await expect(section(page).getByText('0 %')).toBeVisible()
  })

  await test.step('a value where it stands; lower is better', async () => {
    const value = section(page).getByLabel('Current value of “Half marathon in minutes”')
    await expect(value).toHaveValue('150')
    await value.fill('soon')
    await value.press('Enter')
    await expect(section(page).getByText('Write a number, such as 2 or 2.5.')).toBeVisible()
    await value.fill('135')
    await written(page, () => value.press('Enter'))
    await expect(section(page).getByText('50 %')).toBeVisible()
  })

  await test.step('move by keyboard, and the focus stays', async () => {
    const title = section(page).getByRole('button', { name: 'Half marathon in minutes', exact: true })
    await title.focus()
    await written(page, () => page.keyboard.press('Alt+Shift+ArrowUp'))
    await expect.poll(() => titles(page)).toEqual(['Half marathon in minutes', 'Buy shoes'])
    await expect(title).toBeFocused()
  })

  await test.step('edit: a number becomes a milestone', async () => {
    await section(page).getByRole('button', { name: 'Half marathon in minutes', exact: true }).click()
    const form = section(page).locator('form').filter({ has: page.getByRole('button', { name: 'Save key result' }) })
    await form.getByLabel('Measured').selectOption('milestone')
    await written(page, () => form.getByRole('button', { name: 'Save key result' }).click())
    await expect(section(page).getByRole('button', { name: 'Complete “Half marathon in minutes”' })).toBeVisible()
  })

  await test.step('to the trash, and back', async () => {
    await written(page, () => section(page).getByRole('button', { name: 'Delete “Buy shoes”' }).click())
    await expect.poll(() => titles(page)).toEqual(['Half marathon in minutes'])
    await page.goto('/trash')
    await hydrated(page)
    const restore = page.getByRole('main').getByRole('button', { name: 'Restore “Buy shoes”' })
    await written(page, () => restore.click())
    await expect(restore).toBeHidden()
    await page.goto(`/goals/${goalId}`)
    expect((await titles(page)).map(title => title.trim())).toEqual(['Half marathon in minutes', 'Buy shoes'])
  })
})

test('a number that could not be saved stays in its form, and is added once', async ({ page, username }) => {
  const goalId = await createGoal(page.request, await tokenOf(username), { title: 'Run the marathon' })
  await signIn(page, username, `/goals/${goalId}`)
  await section(page).getByRole('button', { name: 'Add a number' }).click()
  const form = section(page).getByRole('form', { name: 'New key result' })
  await form.getByLabel('Title').fill('Kilometres')
  await form.getByLabel('Target').fill('1000')
  await failWrites(page)
  await form.getByRole('button', { name: 'Add key result' }).click()
  await expect(form.getByRole('alert')).toContainText('Not saved.')
  await page.unroute('**/v1/graphql')
  await page.reload()
  await hydrated(page)
  await expect(form.getByLabel('Target')).toHaveValue('1000')
  await written(page, () => form.getByRole('button', { name: 'Add key result' }).click())
  await expect(form).toBeHidden()
  await expect.poll(() => titles(page)).toHaveLength(1)
})
