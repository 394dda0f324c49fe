import { written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

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
    'mutation Set($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {manual_progress: 40}) { id } }',
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
    'mutation Set($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {manual_progress: 35}) { id } }',
    { id: goal },
  )
  await signIn(page, username, '/goals')
  const row = page.getByRole('treeitem').first()
  await written(page, () => row.getByRole('button', { name: 'Complete “A third”' }).click())
  await expect(row).toHaveAccessibleName('A third, Completed, 100 %')
  await written(page, () => page.getByRole('button', { name: 'Undo' }).click())
  await expect(row).toHaveAccessibleName('A third, Active, 35 %')
})

test('a goal with parts shows their mean, everywhere and at once, and says what it is the sum of', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'Run a marathon' })
  const child = await createGoal(request, token, { title: 'Build a base', parent_id: goal })
  await graphql(
    request,
    token,
    `mutation Parts($goal: uuid!, $child: uuid!) {
      insert_tasks(objects: [{ goal_id: $child, title: 'Run 5 km' }, { goal_id: $child, title: 'Run 10 km' }]) { affected_rows }
      insert_key_results_one(object: { goal_id: $goal, title: 'Longest run', target_value: 42, current_value: 21, weight: 3 }) { id }
    }`.replaceAll('\'', '"'),
    { goal, child },
  )
  await signIn(page, username, `/goals/${child}`)
  const facts = page.getByRole('complementary', { name: 'Facts' })
  await expect(facts.getByText('0 %', { exact: true })).toBeVisible()
  await written(page, () => page.getByRole('button', { name: 'Complete “Run 5 km”' }).click())
  await expect(facts.getByText('50 %', { exact: true })).toBeVisible()

  await page.goto(`/goals/${goal}`)
  await hydrated(page)
  await expect(facts.getByText('50 %', { exact: true })).toBeVisible()
  await expect(facts.getByRole('slider')).toHaveCount(0)
  await facts.getByText('The mean of 2 parts').click()
  await expect(facts.getByRole('row')).toHaveText([/Part\s*Share\s*Done/, /Longest run\s*75 %\s*50 %/, /Build a base\s*25 %\s*50 %/])
  await page.goto('/goals')
  await expect(page.getByRole('treeitem', { name: 'Run a marathon, Active, 50 %' })).toBeVisible()
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
