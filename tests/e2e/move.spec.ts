import type { Page } from '@playwright/test'
import { written } from './support/actions.ts'
import { shareGoal } from './support/database.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const facts = (page: Page) => page.getByRole('complementary', { name: 'Facts' })
const note = (page: Page) => facts(page).getByRole('alert')

async function choose(page: Page, title: string): Promise<void> {
  await facts(page).getByRole('button', { name: /^Part of:/ }).click()
  await page.getByRole('option', { name: title, exact: true }).click()
}

test('before a goal is moved, its owner is told who gets it and who loses it', async ({ page, request, username }) => {
  const token = await tokenOf(username)
  const shared = await createGoal(request, token, { title: 'A shared goal' })
  const other = await createGoal(request, token, { title: 'Shared with another' })
  const mine = await createGoal(request, token, { title: 'My own goal' })
  await tokenOf(`${username}-reader`)
  await tokenOf(`${username}-editor`)
  await shareGoal(shared, `${username}-reader`, 'viewer')
  await shareGoal(other, `${username}-editor`, 'editor')
  await signIn(page, username, `/goals/${mine}`)
  const opener = facts(page).getByRole('button', { name: /^Part of:/ })

  await test.step('it can stay where it is', async () => {
    await choose(page, 'A shared goal')
    await expect(note(page)).toContainText(/Will see it.*-reader \(viewer\)/i)
    await note(page).getByRole('button', { name: 'Leave it where it is' }).click()
    await expect(opener).toBeFocused()
    await expect(opener).toHaveAccessibleName('Part of: nothing. Change')
  })

  await test.step('it moves once that is agreed to', async () => {
    await choose(page, 'A shared goal')
    await written(page, () => note(page).getByRole('button', { name: 'Move it' }).click())
    await expect(note(page)).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Who can see this' })).toContainText(/-reader/i)
  })

  await test.step('a choice that was left is asked about again, not saved', async () => {
    await choose(page, 'Shared with another')
    await expect(note(page)).toContainText(/Will see it.*-editor \(editor\)/i)
    await expect(note(page)).toContainText(/Will lose it.*-reader/i)
    await page.reload()
    await hydrated(page)
    await expect(opener).toHaveAccessibleName('Part of: Shared with another. Change')
    await facts(page).getByRole('button', { name: 'Save', exact: true }).click()
    await expect(note(page)).toContainText(/Will lose it.*-reader/i)
    await note(page).getByRole('button', { name: 'Leave it where it is' }).click()
    await expect(opener).toHaveAccessibleName('Part of: A shared goal. Change')
  })

  await test.step('without anybody concerned it moves at once', async () => {
    await choose(page, 'No parent')
    await written(page, () => note(page).getByRole('button', { name: 'Move it' }).click())
    await createGoal(request, token, { title: 'Mine, too' })
    await page.reload()
    await hydrated(page)
    await written(page, () => choose(page, 'Mine, too'))
    await expect(note(page)).toHaveCount(0)
  })
})

test('who is no owner is told to ask one', async ({ page, request, username }) => {
  const owner = `${username}-owner`
  const theirs = await createGoal(request, await tokenOf(owner), { title: 'Theirs' })
  await tokenOf(username)
  await shareGoal(theirs, username, 'editor')
  await createGoal(request, await tokenOf(username), { title: 'Mine' })
  await signIn(page, username, `/goals/${theirs}`)
  await choose(page, 'Mine')
  await expect(facts(page).getByText(/ask an owner of this goal to move it/i)).toBeVisible()
})
