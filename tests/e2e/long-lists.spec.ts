import { failWrites } from './support/actions.ts'
import { giveManyGoals, giveManyTasks, shareGoalWithMany } from './support/database.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { watchSockets } from './support/live.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const rename = `
  mutation Rename($id: uuid!, $title: String!) {
    update_goals_by_pk(pk_columns: { id: $id }, _set: { title: $title }) { id }
  }
`

test('beyond 5,000 goals the oldest are found by search, and all are read in pages that stay right', async ({
  page,
  request,
  username,
}) => {
  test.setTimeout(180_000)
  await signIn(page, username)
  await giveManyGoals(username, 5205)
  const sockets = watchSockets(page)
  await page.goto('/goals')
  await hydrated(page)
  await expect(page.getByText('5,205 goals, from the year down to the week')).toBeVisible()
  const notice = page.getByText('Only your newest 5,000 goals are shown here')
  await expect(notice).toBeVisible()
  const rows = page.locator('[role="treeitem"]')
  await expect(rows).toHaveCount(5000)

  const search = page.getByRole('searchbox', { name: 'Search goals' })
  const found = page.getByRole('list', { name: 'Goals that were found' })
  await search.fill('Goal 11')
  await expect(found.getByRole('listitem')).toHaveCount(100)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(found.getByText('Goal 11', { exact: true })).toBeVisible()
  await expect(found.getByRole('listitem')).toHaveCount(196)
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
  await search.fill('oldest')
  await expect(found.getByRole('link', { name: 'The oldest goal' })).toBeVisible()
  await search.fill('inbox')
  await expect(page.getByRole('main').getByRole('link', { name: /^Inbox/ })).toBeVisible()
  await search.fill('')

  await page.getByRole('button', { name: 'Show 5,000 more' }).click()
  await expect(notice).toHaveCount(0)
  await expect(rows).toHaveCount(5205)
  await rows.getByText('The oldest goal').scrollIntoViewIfNeeded()
  await expect(rows.getByRole('link', { name: 'The oldest goal' })).toBeVisible()

  await sockets.follows()
  const made = await createGoal(request, await tokenOf(username), { title: 'Made on another device' })
  await expect(rows).toHaveCount(5206)
  await expect(rows.getByText('Made on another device')).toBeVisible()
  await expect(page.getByText('5,206 goals, from the year down to the week')).toBeVisible()

  await sockets.follows()
  const received = sockets.received()
  await graphql(request, await tokenOf(username), rename, { id: made, title: 'Renamed there' })
  await expect(rows.getByText('Renamed there')).toBeVisible()
  expect(sockets.received() - received).toBeLessThan(100_000)
})

test('beyond 5,000 tasks in one goal the last are read in a page of their own', async ({
  page,
  username,
}) => {
  test.setTimeout(180_000)
  await signIn(page, username)
  await giveManyTasks(username, 5003)
  await page.goto('/inbox')
  await hydrated(page)
  await expect(page.getByText('0 of more than 5,000 done')).toBeVisible()
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(page.getByText('0 of 5,003 done')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Task 5003', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
})

test('the members of a goal and the people of an organisation come in pages, with a count', async ({
  page,
  request,
  username,
  newContext,
}) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Read by many' })
  await shareGoalWithMany(goal, 210)
  await signIn(page, username, `/goals/${goal}`)
  const members = page.getByRole('region', { name: 'Who can see this' })
  await expect(members.getByText('100 of 211')).toBeVisible()
  await members.getByRole('button', { name: 'Show more' }).click()
  await expect(members.getByText('200 of 211')).toBeVisible()
  await members.getByRole('button', { name: 'Show more' }).click()
  await expect(members.getByText('Zz Reader')).toHaveCount(210)
  await expect(members.getByRole('button', { name: 'Show more' })).toHaveCount(0)

  const administration = await (await newContext()).newPage()
  await signIn(administration, 'administrator', '/admin')
  await expect(administration.getByText(/^200 of \d{3}$/)).toBeVisible()
  await administration.getByRole('button', { name: 'Show more' }).click()
  await expect(administration.getByText(/^200 of \d{3}$/)).toHaveCount(0)
  await expect(administration.getByText('Zz Reader 99', { exact: true }).first()).toBeVisible()
})

test('a goal that could not be deleted can be deleted at the second try', async ({
  page,
  request,
  username,
}) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Goes at last' })
  await signIn(page, username, `/goals/${goal}`)
  await failWrites(page)
  await page.getByRole('button', { name: 'Move to trash' }).click()
  await expect(page.getByText('“Goes at last” was not deleted').first()).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/goals/${goal}$`))
  await page.unroute('**/v1/graphql')
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page).toHaveURL(/\/goals$/)
  await page.goto('/trash')
  await expect(page.getByText('Goes at last')).toBeVisible()
})

test('what could not be deleted for good is deleted at the second try', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Goes for good' })
  await graphql(
    request,
    token,
    'mutation Trash($id: uuid!) { update_goals_by_pk(pk_columns: { id: $id }, _set: { deleted_at: "now" }) { id } }',
    { id: goal },
  )
  await signIn(page, username, '/trash')
  await failWrites(page)
  await page.getByRole('button', { name: 'Delete “Goes for good” for good' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByText('“Goes for good” was not deleted').first()).toBeVisible()
  await expect(page.getByRole('main').getByText('Goes for good')).toBeVisible()
  await page.unroute('**/v1/graphql')
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page.getByText('Nothing in the trash')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Nothing in the trash')).toBeVisible()
})
