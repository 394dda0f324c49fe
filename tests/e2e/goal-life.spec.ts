import { addGoal, failWrites, written } from './support/actions.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test('a goal is created, edited, completed, reopened by undo, deleted and restored', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')

  await test.step('create', async () => {
    await addGoal(page, 'Learn to sail')
    await expect(page.getByRole('link', { name: 'Learn to sail' })).toBeVisible()
  })

  await test.step('edit', async () => {
    await page.getByRole('link', { name: 'Learn to sail' }).click()
    await page.waitForURL(/\/goals\/[0-9a-f-]{36}$/)
    const title = page.getByLabel('Title')
    await title.fill('Learn to sail alone')
    await written(page, () => title.press('Enter'))
    await page.reload()
    await expect(page.getByLabel('Title')).toHaveValue('Learn to sail alone')
  })

  await test.step('complete and undo', async () => {
    await page.goto('/goals')
    await hydrated(page)
    await page.getByRole('button', { name: 'Complete “Learn to sail alone”' }).click()
    await expect(page.getByRole('button', { name: 'Reopen “Learn to sail alone”' })).toBeVisible()
    await written(page, () => page.getByRole('button', { name: 'Undo' }).click())
    await expect(page.getByRole('button', { name: 'Complete “Learn to sail alone”' })).toBeVisible()
  })

  await test.step('delete', async () => {
    await page.getByRole('link', { name: 'Learn to sail alone' }).click()
    await page.waitForURL(/\/goals\/[0-9a-f-]{36}$/)
    await written(page, () => page.getByRole('button', { name: 'Move to trash' }).click())
    await page.waitForURL('**/goals')
    await expect(page.getByRole('link', { name: 'Learn to sail alone' })).toBeHidden()
  })

  await test.step('restore', async () => {
    await page.goto('/trash')
    await hydrated(page)
    const item = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: 'Learn to sail alone' })
    await written(page, () => item.getByRole('button', { name: 'Restore' }).click())
    await expect(item).toBeHidden()
    await page.goto('/goals')
    await expect(page.getByRole('link', { name: 'Learn to sail alone' })).toBeVisible()
  })
})

test('a change that the server refuses is put back, with a reason', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  await addGoal(page, 'Keep me as I am')
  await failWrites(page)
  await page.getByRole('button', { name: 'Complete “Keep me as I am”' }).click()
  const reason = 'The server could not answer. Try again in a moment.'
  await expect(page.getByText(reason, { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Complete “Keep me as I am”' })).toBeVisible()
})
