import type { Locator, Page } from '@playwright/test'
import { failWrites } from './support/actions.ts'
import { createGoal } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test.use({ viewport: { width: 320, height: 640 } })

const toasts = (page: Page) =>
  page.getByRole('region', { name: /Notifications/ }).getByRole('listitem')

/** The part of the window that elements cover together, from 0 to 1. */
async function coverage(page: Page, elements: Locator): Promise<number> {
  const boxes = await Promise.all((await elements.all()).map(element => element.boundingBox()))
  const tops = boxes.flatMap(box => (box ? [box.y] : []))
  const bottoms = boxes.flatMap(box => (box ? [box.y + box.height] : []))
  const { height } = page.viewportSize() ?? { height: 1 }
  return (Math.max(...bottoms) - Math.min(...tops)) / height
}

test('adding one line after the other is quiet, because each can be seen', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  await page.goto(
    `/goals/${await createGoal(page.request, await tokenOf(username), { title: 'With parts' })}`,
  )
  await hydrated(page)
  const line = page.getByRole('textbox', { name: 'Add a quarterly goal' })
  for (const part of ['One', 'Two', 'Three']) {
    await line.fill(part)
    await line.press('Enter')
    await expect(page.getByRole('button', { name: `Complete “${part}”` })).toBeVisible()
  }
  await expect(toasts(page)).toHaveCount(0)
})

test('five messages are a folded stack that takes a small part of a phone, and long words break', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const words = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
  for (let index = 1; index <= 5; index++)
    await createGoal(request, token, { title: `${index}${words}` })
  await signIn(page, username, '/goals')
  await expect(page.getByRole('button', { name: /^Complete/ })).toHaveCount(5)
  await page.getByRole('button', { name: /^Complete/ }).evaluateAll((buttons) => {
    for (const button of buttons) (button as HTMLElement).click()
  })
  await expect(toasts(page)).toHaveCount(3)
  await expect.poll(() => coverage(page, toasts(page))).toBeLessThan(0.28)
  const clipped = await page.evaluate(
    () =>
      [...document.querySelectorAll('[data-slot="viewport"] [data-slot="title"]')].filter(
        element => element.scrollWidth > element.clientWidth,
      ).length,
  )
  expect(clipped).toBe(0)
})

test('no message stands over the field that has the focus', async ({ page, request, username }) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Long page' })
  await signIn(page, username, `/goals/${goal}`)
  const line = page.getByRole('textbox', { name: 'Add a task' })
  await failWrites(page)
  await page.getByRole('button', { name: 'Complete “Long page”' }).click()
  await expect(toasts(page)).toHaveCount(1)
  for (const place of ['end', 'start'] as const) {
    await line.evaluate((element, block) => element.scrollIntoView({ block }), place)
    await line.focus()
    await expect
      .poll(
        async () => {
          const [field, toast] = [
            await line.boundingBox(),
            await toasts(page).first().boundingBox(),
          ]
          return (
            field
            && toast
            && (toast.y + toast.height <= field.y || field.y + field.height <= toast.y)
          )
        },
        { message: place },
      )
      .toBe(true)
  }
})

test('the confirm dialog shows all of its warning, and its buttons, whatever the title', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goal = await createGoal(request, token, { title: 'W'.repeat(500) })
  await request.post('/v1/graphql', {
    headers: { authorization: `Bearer ${token}` },
    data: {
      query:
        'mutation Trash($id: uuid!, $now: timestamptz!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {deleted_at: $now}) { id } }',
      variables: { id: goal, now: new Date().toISOString() },
    },
  })
  await signIn(page, username, '/trash')
  await page.getByRole('button', { name: /^Delete “W+/ }).click()
  const dialog = page.getByRole('dialog')
  for (const part of [
    dialog.getByRole('heading'),
    dialog.getByText(/cannot be restored/),
    dialog.getByRole('button', { name: 'Delete for good' }),
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 })
    const overflow = await part.evaluate(element => element.scrollWidth - element.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
})
