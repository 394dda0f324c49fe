import { written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

test('a completed goal shows 100 %, and its own progress again once it is reopened', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Nearly half' })
  await graphql(
    request,
    token,
    'mutation Set($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {progress: 40}) { id } }',
    { id: goal },
  )
  await signIn(page, username, `/goals/${goal}`)
  const facts = page.getByRole('complementary', { name: 'Facts' })
  await expect(facts.getByText('40 %')).toBeVisible()

  await written(page, () => page.getByRole('button', { name: 'Complete “Nearly half”' }).click())
  await expect(facts.getByText('100 %')).toBeVisible()
  await page.reload()
  await expect(facts.getByText('100 %')).toBeVisible()

  await written(page, () => page.getByRole('button', { name: 'Reopen “Nearly half”' }).click())
  await expect(facts.getByText('40 %')).toBeVisible()
  await page.reload()
  await expect(facts.getByText('40 %')).toBeVisible()
})

test('completing in the tree and taking it back by undo keeps the progress', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'A third' })
  await graphql(
    request,
    token,
    'mutation Set($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {progress: 35}) { id } }',
    { id: goal },
  )
  await signIn(page, username, '/goals')
  const row = page.getByRole('treeitem').first()
  await written(page, () => row.getByRole('button', { name: 'Complete “A third”' }).click())
  await expect(row).toHaveAccessibleName('A third, Completed, 100 %')
  await written(page, () => page.getByRole('button', { name: 'Undo' }).click())
  await expect(row).toHaveAccessibleName('A third, Active, 35 %')
})

test('a title without a visible character is refused at its field', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  await page.getByRole('button', { name: 'Add a yearly goal' }).click()
  const form = page.getByRole('dialog', { name: 'New goal' })
  await form.getByLabel('Title').fill('\u200B\u2060')
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true')
  await expect(form).toBeVisible()
})
