import type { Locator, Page } from '@playwright/test'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

const title = (page: Page) => page.getByRole('button', { name: 'Second', exact: true })

/** Presses a control by the keyboard: it has the focus when what it does happens. */
async function press(control: Locator, key = 'Enter'): Promise<void> {
  await control.focus()
  await control.press(key)
}

test.describe('in a list of tasks', () => {
  test.beforeEach(async ({ page, request, username }) => {
    const token = await tokenOf(username)
    const goal = await createGoal(request, token, { title: 'With tasks' })
    for (const [position, name] of ['First', 'Second', 'Third'].entries()) {
      await graphql(
        request,
        token,
        'mutation Add($task: tasks_insert_input!) { insert_tasks_one(object: $task) { id } }',
        {
          task: { goal_id: goal, title: name, position },
        },
      )
    }
    await signIn(page, username, `/goals/${goal}`)
  })

  const remove = (page: Page, name: string) =>
    page.getByRole('button', { name: `Delete “${name}”` })

  test('the next task follows a deleted one, the one before it the last, and the line to add one follows all', async ({
    page,
  }) => {
    await press(remove(page, 'Second'))
    await expect(remove(page, 'Third')).toBeFocused()
    await press(remove(page, 'Third'))
    await expect(remove(page, 'First')).toBeFocused()
    await press(remove(page, 'First'))
    await expect(page.getByRole('textbox', { name: 'Add a task' })).toBeFocused()
  })

  test('a ticked task that moves to the end keeps the focus', async ({ page }) => {
    await press(page.getByRole('button', { name: 'Complete “First”' }))
    await expect(page.getByRole('button', { name: 'Reopen “First”' })).toBeFocused()
  })

  for (const [how, leave] of Object.entries({
    Cancel: (page: Page) => press(page.getByRole('button', { name: 'Cancel' })),
    Escape: (page: Page) => page.getByLabel('Title').last().press('Escape'),
    saving: async (page: Page) => {
      await page.getByLabel('Notes').fill('Written')
      await press(page.getByRole('button', { name: 'Save task' }))
    },
  })) {
    test(`${how} in the editor leads back to the task that opened it`, async ({ page }) => {
      await press(title(page))
      await expect(page.getByRole('textbox', { name: 'Title' }).last()).toBeFocused()
      await leave(page)
      await expect(page.getByRole('button', { name: 'Save task' })).toBeHidden()
      await expect(title(page)).toBeFocused()
    })
  }

  test('a task that was moved elsewhere is followed by its neighbour', async ({ page }) => {
    await press(page.getByRole('button', { name: 'Move “Second” to another goal' }))
    const dialog = page.getByRole('dialog', { name: 'Move “Second”' })
    await dialog.getByRole('button', { name: 'Goal' }).click()
    await page.getByRole('option', { name: 'Inbox' }).click()
    // The list gives the focus back one task after it has closed.
    await expect(dialog.getByRole('button', { name: 'Goal' })).toBeFocused()
    await press(dialog.getByRole('button', { name: 'Move task' }))
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Move “Third” to another goal' })).toBeFocused()
  })

  test('cancelling the dialog leads back to its button', async ({ page }) => {
    const opener = page.getByRole('button', { name: 'Move “Second” to another goal' })
    await press(opener)
    await press(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }))
    await expect(opener).toBeFocused()
  })

  test('after the goal itself went to the trash, the page has the focus', async ({ page }) => {
    await press(page.getByRole('button', { name: 'Move to trash' }))
    await page.waitForURL('**/goals')
    await expect(page.locator('#content')).toBeFocused()
  })

  test('choosing another goal above leads back to the button', async ({ page }) => {
    const opener = page.getByRole('button', { name: /^Part of:/ })
    await press(opener)
    await page.getByPlaceholder('Search your goals').press('Escape')
    await expect(opener).toBeFocused()
  })
})

test('in the trash, what is restored or deleted for good is followed by its neighbour', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  for (const name of ['Oldest', 'Older', 'Newest']) {
    const id = await createGoal(request, token, { title: name })
    await graphql(
      request,
      token,
      'mutation Trash($id: uuid!, $now: timestamptz!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {deleted_at: $now}) { id } }',
      {
        id,
        now: new Date().toISOString(),
      },
    )
  }
  await signIn(page, username, '/trash')
  const destroy = (name: string) => page.getByRole('button', { name: `Delete “${name}” for good` })
  await press(page.getByRole('button', { name: 'Restore “Newest”' }))
  await expect(page.getByRole('button', { name: 'Restore “Older”' })).toBeFocused()
  await press(destroy('Older'))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Cancel' }))
  await expect(destroy('Older')).toBeFocused()
  await press(destroy('Older'))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }))
  await expect(destroy('Oldest')).toBeFocused()
  await press(page.getByRole('button', { name: 'Restore “Oldest”' }))
  await expect(page.getByText('Nothing in the trash')).toBeVisible()
  await expect(page.locator('body')).not.toBeFocused()
})

test('in the tree, the row that takes the place of a deleted one becomes active', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  for (const [position, name] of ['One', 'Two', 'Three'].entries())
    await createGoal(request, token, { title: name, position })
  await signIn(page, username, '/goals')
  const tree = page.getByRole('tree')
  await tree.focus()
  await tree.press('ArrowDown')
  await tree.press('Delete')
  await expect(page.getByRole('treeitem', { name: /^Two/ })).toBeHidden()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^Three/)
  await tree.press('Delete')
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^One/)
  await expect(tree).toBeFocused()
})

test('shortcuts rest behind a dialog, and a cancelled form leaves nothing behind', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toContainText('New goal')
  await page.keyboard.press('c')
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.waitForTimeout(1000)
  await expect(page.getByRole('dialog')).toHaveCount(1)
  expect(new URL(page.url()).pathname).toBe('/goals')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await expect(page.locator('#content')).toBeFocused()

  const opener = page.getByRole('button', { name: 'Add a yearly goal' })
  await press(opener)
  const form = page.getByRole('dialog', { name: 'New goal' })
  await expect(form.getByRole('radio', { name: 'Year' })).toBeChecked()
  await form.getByLabel('Title').fill('Never mind')
  await form.getByText('Month', { exact: true }).click()
  await form.getByRole('button', { name: 'Cancel' }).click()
  await expect(form).toBeHidden()
  await expect(opener).toBeFocused()
  await press(opener)
  await expect(form.getByLabel('Title')).toHaveValue('')
  await expect(form.getByRole('radio', { name: 'Year' })).toBeChecked()
})

test('a form that was left by Escape keeps its text for the same opening, and no other', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  await page.keyboard.press('c')
  const form = page.getByRole('dialog', { name: 'New goal' })
  await form.getByLabel('Title').fill('Half a thought')
  await form.getByText('Month', { exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await page.getByRole('button', { name: 'Add a yearly goal' }).click()
  await expect(form.getByLabel('Title')).toHaveValue('')
  await expect(form.getByRole('radio', { name: 'Year' })).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await page.keyboard.press('c')
  await expect(form.getByLabel('Title')).toHaveValue('Half a thought')
  await expect(form.getByRole('radio', { name: 'Month' })).toBeChecked()
})

test('a person who was deactivated can be reactivated from where the focus is', async ({
  page,
  request,
  username,
}) => {
  await createGoal(request, await tokenOf(username), { title: 'Makes its owner known' })
  await signIn(page, 'administrator', '/admin')
  const row = page.getByRole('listitem').filter({ hasText: username })
  await press(row.getByRole('button', { name: 'Deactivate' }))
  await press(page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }))
  await expect(row.getByRole('button', { name: 'Reactivate' })).toBeFocused()
})
