import type { Page } from '@playwright/test'
import { failWrites, written } from './support/actions.ts'
import { addUnownedGoal } from './support/database.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const row = (page: Page, title: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: title }).first()

test('an administrator hands a goal without an owner to a person', async ({ page, username, newContext }) => {
  const title = `Legacy of ${username}`
  await addUnownedGoal(title)
  await createGoal(page.request, await tokenOf(username), { title: 'Theirs before' })
  await signIn(page, 'administrator', '/admin')
  await page.getByRole('link', { name: 'Unowned goals' }).click()
  await row(page, title).getByRole('button', { name: `Hand over “${title}”` }).click()
  const form = page.getByRole('form', { name: `Hand over ${title}` })
  const submit = form.getByRole('button', { name: 'Hand over' })

  await test.step('only with a person chosen', async () => {
    await submit.click()
    await expect(form.getByRole('alert')).toHaveText('Choose a person.')
  })

  await test.step('a failed attempt keeps the choice, also over a reload', async () => {
    await form.getByRole('searchbox').fill(username)
    await form.getByRole('radio', { name: new RegExp(username, 'i') }).check()
    await failWrites(page)
    await submit.click()
    await expect(form.getByRole('alert')).toContainText('Not saved.')
    await page.unroute('**/v1/graphql')
    await page.reload()
    await hydrated(page)
    await expect(form.getByRole('radio', { name: new RegExp(username, 'i') })).toBeChecked()
  })

  await test.step('it is theirs', async () => {
    await written(page, () => submit.click())
    await expect(page.getByText(`“${title}” belongs to`).first()).toBeVisible()
    await expect(row(page, title)).toHaveCount(0)
    const theirs = await (await newContext()).newPage()
    await signIn(theirs, username, '/goals')
    await expect(theirs.getByRole('treeitem', { name: new RegExp(title) })).toBeVisible()
  })
})
