import { shareGoalWithMany } from './support/database.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

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
  await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
  await page.getByRole('button', { name: 'Move to trash' }).click()
  await expect(page.getByText('“Goes at last” was not deleted').first()).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/goals/${goal}$`))
  await page.unroute('**/v1/graphql')
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page).toHaveURL(/\/goals$/)
  await page.goto('/trash')
  await expect(page.getByText('Goes at last')).toBeVisible()
})
