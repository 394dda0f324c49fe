import type { Locator, Page } from '@playwright/test'
import { failWrites, written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const main = (page: Page) => page.getByRole('main')
const row = (page: Page, title: string) =>
  main(page)
    .locator('li[data-row]')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) })
const titleOf = (page: Page, title: string) => main(page).getByRole('button', { name: title, exact: true })

/** Makes a goal with tasks of these titles, and opens its page. */
async function openGoalWith(page: Page, username: string, ...titles: string[]): Promise<string> {
  const token = await tokenOf(username)
  const goalId = await createGoal(page.request, token, { title: 'Run the marathon' })
  const { errors } = await graphql(
    page.request,
    token,
    'mutation Add($tasks: [tasks_insert_input!]!) { insert_tasks(objects: $tasks) { affected_rows } }',
    { tasks: titles.map((title, index) => ({ goal_id: goalId, title, position: index + 1 })) },
  )
  expect(errors).toBeUndefined()
  await signIn(page, username, `/goals/${goalId}`)
  return goalId
}

/** The titles of the tasks in their order, each with its level. */
async function tree(page: Page): Promise<string[]> {
  return main(page)
    .locator('li[data-row][aria-level]')
    .evaluateAll(items =>
      items.map(item => `${item.getAttribute('aria-level')} ${item.querySelector('button[aria-expanded]')?.textContent.trim()}`),
    )
}

async function open(page: Page, title: string): Promise<Locator> {
  await titleOf(page, title).click()
  const form = row(page, title).locator('form').filter({ has: page.getByRole('button', { name: 'Save task' }) })
  await form.waitFor()
  return form
}

test('tasks become parts of others by keyboard and by button, and stay so', async ({ page, username }) => {
  await openGoalWith(page, username, 'Shoes', 'Buy', 'Train')

  await test.step('by keyboard, and the focus stays', async () => {
    await titleOf(page, 'Buy').focus()
    await written(page, () => page.keyboard.press('Alt+Shift+ArrowRight'))
    await expect.poll(() => tree(page)).toEqual(['1 Shoes', '2 Buy', '1 Train'])
    await expect(titleOf(page, 'Buy')).toBeFocused()
    await expect(row(page, 'Shoes').getByText('0 of 1')).toBeVisible()
  })

  await test.step('add a subtask below', async () => {
    await open(page, 'Buy')
    await row(page, 'Buy').getByRole('button', { name: 'Add a subtask' }).click()
    const line = main(page).getByLabel('Add a subtask to “Buy”')
    await expect(line).toBeFocused()
    await line.fill('Measure the feet')
    await written(page, () => line.press('Enter'))
    await expect.poll(() => tree(page)).toEqual(['1 Shoes', '2 Buy', '3 Measure the feet', '1 Train'])
    await line.press('Escape')
    await expect(line).toBeHidden()
    await expect(titleOf(page, 'Buy')).toBeFocused()
  })

  await test.step('by button, with what is below it, and undo takes it back', async () => {
    const out = row(page, 'Buy').getByRole('button', { name: 'Move one level up' })
    await written(page, () => out.click())
    await expect.poll(() => tree(page)).toEqual(['1 Shoes', '1 Buy', '2 Measure the feet', '1 Train'])
    await expect(out).toBeFocused()
    await expect(out).toHaveAttribute('aria-disabled', 'true')
    await row(page, 'Buy').getByRole('button', { name: 'Cancel' }).click()
    await titleOf(page, 'Train').focus()
    await written(page, () => page.keyboard.press('Control+z'))
    await expect.poll(() => tree(page)).toEqual(['1 Shoes', '2 Buy', '3 Measure the feet', '1 Train'])
  })

  await test.step('down among its neighbours, and a task goes with its subtasks', async () => {
    await titleOf(page, 'Shoes').focus()
    await written(page, () => page.keyboard.press('Alt+Shift+ArrowDown'))
    const now = ['1 Train', '1 Shoes', '2 Buy', '3 Measure the feet']
    await expect.poll(() => tree(page)).toEqual(now)
    await page.reload()
    await hydrated(page)
    expect(await tree(page)).toEqual(now)
    await written(page, () => main(page).getByRole('button', { name: 'Delete “Shoes”' }).click())
    await expect.poll(() => tree(page)).toEqual(['1 Train'])
  })
})

test('a subtask that could not be saved stays below its task, also after a reload', async ({ page, username }) => {
  await openGoalWith(page, username, 'Shoes', 'Train')
  await open(page, 'Shoes')
  await row(page, 'Shoes').getByRole('button', { name: 'Add a subtask' }).click()
  await failWrites(page)
  const line = main(page).getByLabel('Add a subtask to “Shoes”', { exact: true })
  await line.fill('Compare')
  await line.press('Enter')
  await expect(main(page).getByText('Not saved.', { exact: true })).toBeVisible()
  await page.unroute('**/v1/graphql')
  await page.reload()
  await hydrated(page)
  await expect(main(page).getByLabel('Add a subtask to “Shoes”, not saved')).toHaveValue('Compare')
  await main(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect.poll(() => tree(page)).toEqual(['1 Shoes', '2 Compare', '1 Train'])
})

test('hours, tags and a recurrence are written, read and refused at their fields', async ({ page, username }) => {
  await openGoalWith(page, username, 'Long run')
  const form = await open(page, 'Long run')
  const save = form.getByRole('button', { name: 'Save task' })

  await form.getByRole('button', { name: 'Hours', exact: true }).click()
  const estimated = form.getByLabel('Estimated hours')
  await expect(estimated).toBeFocused()
  await estimated.fill('2,255')
  await save.click()
  await expect(form.getByText('Write at most 2 decimals.')).toBeVisible()
  await estimated.fill('2,5')

  await form.getByRole('button', { name: 'Tags', exact: true }).click()
  const tags = form.getByLabel('Tags', { exact: true })
  await tags.pressSequentially('health, fitness')
  await tags.press('Enter')
  await form.getByRole('button', { name: 'Remove the tag “health”' }).click()
  await tags.fill('legs')

  await form.getByRole('button', { name: 'Repeat', exact: true }).click()
  await form.getByLabel('Repeats', { exact: true }).selectOption('week')
  await form.getByLabel('Repeats every').fill('2')
  await form.getByRole('button', { name: 'Sunday' }).click()
  await form.getByLabel('End', { exact: true }).selectOption('times')
  await expect(form.getByText('Every 2 weeks on Sunday, 10 more times.')).toBeVisible()
  await written(page, () => save.click())
  await expect(form).toBeHidden()

  for (const text of ['2.5 h', 'fitness', 'legs', 'Every 2 weeks on Sunday, 10 more times'])
    await expect(row(page, 'Long run').getByText(text)).toBeVisible()
  await expect(row(page, 'Long run').getByText('health')).toBeHidden()
})

test('a task waits for another, and says so until that is done', async ({ page, username }) => {
  await openGoalWith(page, username, 'Run', 'Buy shoes')
  const form = await open(page, 'Run')
  await form.getByRole('button', { name: 'Blocked by', exact: true }).click()
  const choose = form.getByLabel('Add a task that blocks this one')
  await choose.click()
  await expect(page.getByRole('option', { name: /^Run/ })).toBeHidden()
  await written(page, () => page.getByRole('option', { name: /Buy shoes/ }).click())
  await expect(form.getByRole('link', { name: 'Buy shoes' })).toBeVisible()
  await form.getByRole('button', { name: 'Cancel' }).click()
  const waits = row(page, 'Run').getByText('Waits for “Buy shoes”')
  await expect(waits).toBeVisible()
  await page.reload()
  await expect(waits).toBeVisible()
  await hydrated(page)

  await test.step('a circle is refused, with the reason', async () => {
    const other = await open(page, 'Buy shoes')
    await other.getByRole('button', { name: 'Blocked by', exact: true }).click()
    await other.getByLabel('Add a task that blocks this one').click()
    await page.getByRole('option', { name: /^Run/ }).click()
    await expect(other.getByText(/choose a task that does not wait for this one/i)).toBeVisible()
    await other.getByRole('button', { name: 'Cancel' }).click()
  })

  await written(page, () => main(page).getByRole('button', { name: 'Complete “Buy shoes”' }).click())
  await expect(waits).toBeHidden()

  await test.step('and can be freed', async () => {
    const again = await open(page, 'Run')
    await written(page, () => again.getByRole('button', { name: 'No longer blocked by “Buy shoes”' }).click())
    await expect(again.getByRole('link', { name: 'Buy shoes' })).toBeHidden()
  })
})
