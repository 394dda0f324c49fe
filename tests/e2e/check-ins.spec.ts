import type { Page } from '@playwright/test'
import { written } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

const section = (page: Page) => page.getByRole('region', { name: /^Check-ins/ })
const facts = (page: Page) => page.getByRole('complementary', { name: 'Facts' })

test('a check-in says how it goes and what a number became; the goal shows the latest health', async ({ page, username }) => {
  const token = await tokenOf(username)
  const goalId = await createGoal(page.request, token, { title: 'Run the marathon' })
  await graphql(
    page.request,
    token,
    'mutation Add($result: key_results_insert_input!) { insert_key_results_one(object: $result) { id } }',
    { result: { goal_id: goalId, title: 'Kilometres', target_value: 1000, unit: 'km' } },
  )
  await signIn(page, username, `/goals/${goalId}`)
  const form = section(page).getByRole('form', { name: 'New check-in' })
  const begin = () => section(page).getByRole('button', { name: 'How is it going?' }).click()
  const send = form.getByRole('button', { name: 'Check in', exact: true })

  await test.step('one that says nothing is refused', async () => {
    await begin()
    await send.click()
    await expect(form.getByText('Write a note, or choose a health.')).toBeVisible()
  })

  await test.step('health, note and a new value', async () => {
    await form.getByText('At risk').click()
    await form.getByLabel('Note').fill('A cold, but still running.')
    await form.getByLabel('Key result').selectOption({ label: 'Kilometres' })
    await form.getByLabel('New value').fill('250,5')
    await written(page, () => send.click())
    await expect(form).toBeHidden()
    const item = section(page).getByRole('listitem')
    await expect(item).toContainText('At risk')
    await expect(item).toContainText('A cold, but still running.')
    await expect(item).toContainText('Kilometres: 250.5 km')
    await expect(item).toContainText('You')
    await expect(facts(page).getByText('At risk')).toBeVisible()
    await expect(page.getByLabel('Current value of “Kilometres”')).toHaveValue('250.5')
  })

  await test.step('the newest comes first, and says the health', async () => {
    await begin()
    await form.getByText('On track').click()
    await written(page, () => send.click())
    await expect(section(page).getByRole('listitem')).toHaveCount(2)
    await expect(section(page).getByRole('listitem').first()).toContainText('On track')
    await expect(facts(page).getByText('On track')).toBeVisible()
  })

  await test.step('one that is deleted for good says it no more', async () => {
    const newest = section(page).getByRole('listitem').first()
    await newest.getByRole('button', { name: 'Delete the check-in' }).click()
    await written(page, () => page.getByRole('button', { name: 'Delete for good' }).click())
    await expect(section(page).getByRole('listitem')).toHaveCount(1)
    await expect(facts(page).getByText('At risk')).toBeVisible()
  })
})
