import type { Page } from '@playwright/test'
import { failWrites, openGoalForm } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

/** Lets the next create reach the server and loses its answer. */
async function loseNextAnswer(page: Page, answer: 'lost' | 'timeout'): Promise<void> {
  let isLost = false
  await page.route('**/v1/graphql', async (route) => {
    if (isLost || !route.request().postData()?.includes('mutation Create')) return route.fallback()
    isLost = true
    await route.fetch()
    if (answer === 'lost') return route.abort('connectionreset')
    return route.fulfill({
      status: 504,
      json: {
        errors: [
          { message: 'The answer took too long.', extensions: { code: 'timeout', path: '$' } },
        ],
      },
    })
  })
}

async function titles(
  page: Page,
  username: string,
  table: 'goals' | 'tasks',
  pattern: string,
): Promise<string[]> {
  const { data } = await graphql(
    page.request,
    await tokenOf(username),
    `query Made($pattern: String!) { ${table}(where: { title: { _like: $pattern } }) { title } }`,
    { pattern },
  )
  return (data?.[table] as { title: string }[]).map(({ title }) => title)
}

for (const answer of ['lost', 'timeout'] as const) {
  test(`a new goal whose answer was ${answer} may have been saved, and trying again makes one, as it reads now`, async ({
    page,
    username,
  }) => {
    await signIn(page, username, '/goals')
    const form = await openGoalForm(page)
    await form.getByLabel('Title').fill('Made once')
    await loseNextAnswer(page, answer)
    await form.getByRole('button', { name: 'Add goal' }).click()
    await expect(form.getByRole('alert')).toContainText('may have been saved')
    await page.reload()
    await hydrated(page)
    await form.getByLabel('Title').fill('Made once, and edited')
    await form.getByRole('button', { name: 'Add goal' }).dblclick()
    await expect(form).toBeHidden()
    await expect(page.getByRole('link', { name: 'Made once, and edited' })).toBeVisible()
    expect(await titles(page, username, 'goals', 'Made once%')).toEqual(['Made once, and edited'])
  })
}

test('a task whose answer was lost is made once, and Enter twice makes one', async ({
  page,
  username,
}) => {
  const goal = await createGoal(page.request, await tokenOf(username), { title: 'With tasks' })
  await signIn(page, username, `/goals/${goal}`)
  await loseNextAnswer(page, 'lost')
  const line = page.getByRole('main').getByLabel('Add a task', { exact: true })
  await line.fill('Added once')
  await line.press('Enter')
  await line.press('Enter')
  await expect(page.getByText('may have been saved')).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Not saved.')).toHaveCount(0)
  expect(await titles(page, username, 'tasks', 'Added once')).toEqual(['Added once'])
})

test('a goal that was saved unnoticed and then moved to the trash is not told as saved', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  const form = await openGoalForm(page)
  await form.getByLabel('Title').fill('Made and trashed')
  await loseNextAnswer(page, 'lost')
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByRole('alert')).toContainText('may have been saved')
  await graphql(
    page.request,
    await tokenOf(username),
    `mutation Trash { update_goals(where: { title: { _eq: "Made and trashed" } }, _set: { deleted_at: "2026-01-01" }) { affected_rows } }`,
  )
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByRole('alert')).toContainText('is in the trash now')
  await expect(form.getByLabel('Title')).toHaveValue('Made and trashed')
})

test('a tick and an undo that were not done can be tried again', async ({ page, username }) => {
  const goal = await createGoal(page.request, await tokenOf(username), { title: 'To tick' })
  await signIn(page, username, `/goals/${goal}`)
  const again = page.getByRole('button', { name: 'Try again' })
  await failWrites(page)
  await page.getByRole('button', { name: 'Complete “To tick”' }).click()
  await expect(again).toBeVisible()
  await expect(page.getByRole('button', { name: 'Complete “To tick”' })).toBeVisible()
  await page.unroute('**/v1/graphql')
  await again.click()
  await expect(page.getByRole('button', { name: 'Reopen “To tick”' })).toBeVisible()
  await expect(again).toBeHidden()
  await failWrites(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(again).toBeVisible()
  await page.unroute('**/v1/graphql')
  await again.click()
  await expect(page.getByRole('button', { name: 'Complete “To tick”' })).toBeVisible()
})

test('the keys that end a composition neither send nor close anything', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  const writes: string[] = []
  page.on(
    'request',
    request => (request.postData() ?? '').includes('mutation ') && writes.push(request.url()),
  )
  const form = await openGoalForm(page)
  const title = form.getByLabel('Title')
  await title.fill('にほ')
  for (const [key, options] of [
    ['Enter', { isComposing: true }],
    ['Enter', { keyCode: 229 }],
    ['Escape', { isComposing: true }],
  ] as const) {
    const isHandled = await title.evaluate(
      (element, event) =>
        !element.dispatchEvent(
          new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true }),
        ),
      { key, ...options },
    )
    expect(isHandled, 'only Enter is kept from sending the form').toBe(key === 'Enter')
  }
  await expect(form).toBeVisible()
  await expect(title).toHaveValue('にほ')
  expect(writes).toEqual([])
  await title.press('Escape')
  await expect(form).toBeHidden()
})

test('a part that cannot be loaded after a release offers to reload, and drafts are kept', async ({
  page,
  username,
}) => {
  const goal = await createGoal(page.request, await tokenOf(username), {
    title: 'Before the release',
  })
  await signIn(page, username, `/goals/${goal}`)
  const line = page.getByRole('main').getByLabel('Add a task', { exact: true })
  await line.fill('Typed before the release')
  await page.route('**/_nuxt/**', route => route.fulfill({ status: 404, body: '' }))
  await page.getByRole('button', { name: 'New goal' }).first().click()
  const notice = page.getByRole('alert').filter({ hasText: 'Goals was updated' })
  await expect(notice).toBeVisible()
  await page.unroute('**/_nuxt/**')
  await notice.getByRole('button', { name: 'Reload' }).click()
  await hydrated(page)
  await expect(notice).toBeHidden()
  await expect(line).toHaveValue('Typed before the release')
  await openGoalForm(page)
})
