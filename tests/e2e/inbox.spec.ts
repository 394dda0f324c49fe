import { addGoal, written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test('tasks of a goal that is deleted for good are found in the Inbox, and move to another goal', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const doomed = await createGoal(request, token, { title: 'Will be gone' })
  await graphql(
    request,
    token,
    'mutation Add($task: tasks_insert_input!) { insert_tasks_one(object: $task) { id } }',
    {
      task: { goal_id: doomed, title: 'Survives its goal' },
    },
  )
  await signIn(page, username, `/goals/${doomed}`)
  await written(page, () => page.getByRole('button', { name: 'Move to trash' }).click())
  await page.goto('/trash')
  await hydrated(page)
  await page.getByRole('button', { name: 'Delete “Will be gone” for good' }).click()
  await written(page, () =>
    page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click(),
  )

  await test.step('in the navigation', async () => {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Inbox' })
      .click()
    await page.waitForURL('**/inbox')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inbox')
    await expect(page.getByText('Survives its goal')).toBeVisible()
  })

  await test.step('in the search', async () => {
    await page.goto('/goals')
    await hydrated(page)
    await addGoal(page, 'Its new home')
    await page.getByRole('searchbox', { name: 'Search goals' }).fill('inbox')
    await page
      .getByRole('main')
      .getByRole('link', { name: /^Inbox/ })
      .click()
    await page.waitForURL('**/inbox')
  })

  await test.step('to another goal, and back by undo', async () => {
    await page.getByRole('button', { name: 'Move “Survives its goal” to another goal' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Move task' }).click()
    await expect(dialog.getByText('Choose a goal.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Goal' }).click()
    await page.getByPlaceholder('Search your goals').fill('new home')
    await page.getByRole('option', { name: 'Its new home' }).click()
    await written(page, () => dialog.getByRole('button', { name: 'Move task' }).click())
    await expect(page.getByText('Survives its goal', { exact: true })).toBeHidden()
    await written(page, () => page.getByRole('button', { name: 'Undo' }).click())
    await expect(page.getByText('Survives its goal', { exact: true })).toBeVisible()
  })
})

test('an administrator sees the number of goals without the Inbox', async ({
  page,
  request,
  username,
}) => {
  await createGoal(request, await tokenOf(username), { title: 'The first' })
  await signIn(page, 'administrator', '/admin')
  await expect(page.getByRole('listitem').filter({ hasText: username })).toContainText('1 goal')
})
