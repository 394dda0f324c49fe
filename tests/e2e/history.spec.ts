import type { Page } from '@playwright/test'
import { written } from './support/actions.ts'
import { shareGoal } from './support/database.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const changes = (page: Page) => page.getByRole('list', { name: 'Changes, newest first' })
const change = (page: Page, sentence: string) => changes(page).getByRole('listitem').filter({ hasText: sentence })
const open = (page: Page) => page.getByRole('button', { name: 'History' }).click()

test('a goal tells who changed what, and takes it back', async ({ page, username }) => {
  const goal = await createGoal(page.request, await tokenOf(username), { title: 'Learn to sail' })
  await signIn(page, username, `/goals/${goal}`)
  await hydrated(page)
  await open(page)
  await expect(change(page, 'You created this goal')).toBeVisible()

  const title = page.getByLabel('Title', { exact: true })
  await title.fill('Learn to sail alone')
  await written(page, () => title.press('Enter'))
  const renamed = change(page, 'You renamed this goal from “Learn to sail” to “Learn to sail alone”')
  await expect(renamed).toBeVisible()

  await written(page, () => renamed.getByRole('button', { name: /^Undo/ }).click())
  await expect(title).toHaveValue('Learn to sail')
  await expect(change(page, 'from “Learn to sail alone” to “Learn to sail”')).toBeVisible()

  await test.step('but not what has been changed again since', async () => {
    await written(page, () => renamed.getByRole('button', { name: /^Undo/ }).click())
    await expect(page.getByText('This has been changed again since, so nothing was undone.', { exact: true })).toBeVisible()
    await expect(title).toHaveValue('Learn to sail')
  })
})

test('a task that was deleted comes back from the history', async ({ page, username }) => {
  const token = await tokenOf(username)
  const goal = await createGoal(page.request, token, { title: 'Garden' })
  await graphql(
    page.request,
    token,
    'mutation ($goal: uuid!) { insert_tasks_one(object: { goal_id: $goal, title: "Sow beans" }) { id } }',
    { goal },
  )
  await graphql(
    page.request,
    token,
    'mutation ($goal: uuid!) { update_tasks(where: { goal_id: { _eq: $goal } }, _set: { deleted_at: "now" }) { affected_rows } }',
    { goal },
  )
  await signIn(page, username, `/goals/${goal}`)
  await hydrated(page)
  await expect(page.getByRole('region', { name: 'Tasks' })).not.toContainText('Sow beans')
  await open(page)
  const deleted = changes(page).getByRole('listitem').filter({ hasText: 'to the trash' })
  await written(page, () => deleted.getByRole('button', { name: /^Undo/ }).click())
  await expect(page.getByRole('region', { name: 'Tasks' })).toContainText('Sow beans')
})

test('who may only read is told the same, without a way to undo', async ({ page, username }) => {
  const owner = `${username}-owner`
  const goal = await createGoal(page.request, await tokenOf(owner), { title: 'Ours' })
  await shareGoal(goal, username, 'viewer')
  await signIn(page, username, `/goals/${goal}`)
  await hydrated(page)
  await open(page)
  await expect(changes(page).getByRole('listitem').filter({ hasText: 'created this goal' })).toBeVisible()
  await expect(changes(page).getByRole('button', { name: /^Undo/ })).toHaveCount(0)
})
