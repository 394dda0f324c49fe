import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { openGoalForm, signOutElsewhere } from './support/actions.ts'
import { createWholeGoal } from './support/goal-parts.ts'
import { createGoal } from './support/graphql.ts'
import { pageAddresses } from './support/pages.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

const widths = [390, 1440]
const themes = ['light', 'dark'] as const

test.use({ contextOptions: { reducedMotion: 'reduce' } })

test('no page breaks a rule of WCAG 2.2 AA, and none scrolls sideways', async ({
  page,
  request,
  username,
}) => {
  test.slow()
  await page.goto('/')
  await check(page, 'sign-in')
  const token = await tokenOf(username)
  const parent = await createGoal(request, token, { title: 'A goal with parts' })
  await createGoal(request, token, {
    title: 'One part',
    parent_id: parent,
    horizon: 'quarterly',
  })
  await signIn(page, username)
  // The goodbye is checked after a sign-out, below.
  const addresses = pageAddresses({ 'goals/[id].vue': `/goals/${parent}` })
    .filter(address => !isForAdministrators(address) && address !== '/signed-out')
  for (const address of [...addresses, '/nowhere']) {
    await page.goto(address)
    await hydrated(page)
    await check(page, address)
  }
})

test('a goal’s page with parts of every kind, and their editors', async ({
  page,
  request,
  username,
}) => {
  const goal = await createWholeGoal(request, await tokenOf(username))
  await signIn(page, username, `/goals/${goal}`)
  await page.getByText('At risk').first().waitFor()
  await check(page, 'the whole goal')
  const main = page.getByRole('main')
  for (const [opener, ready] of [
    ['Long run', 'Save task'],
    ['Kilometres', 'Save key result'],
    ['How is it going?', 'Check in'],
    ['Edit the check-in', 'Save check-in'],
    ['Add a metric', 'Add metric'],
  ] as const) {
    await main.getByRole('button', { name: opener, exact: true }).click()
    await main.getByRole('button', { name: ready, exact: true }).waitFor()
  }
  for (const more of ['Hours', 'Tags', 'Category', 'Repeat', 'Blocked by', 'Weight']) {
    const button = main.getByRole('button', { name: more, exact: true })
    if (await button.count()) await button.click()
  }
  await check(page, 'its editors')
  await check(page, 'its editors in a narrow window', [320])
})

test('the form for a new goal', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  const form = await openGoalForm(page)
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByLabel('Title')).toHaveAttribute('aria-invalid', 'true')
  await check(page, 'new goal')
})

test('what is left of a page whose session is over, and the goodbye', async ({
  page,
  context,
  username,
}) => {
  await signIn(page, username, '/goals')
  const second = await context.newPage()
  await second.goto('/auth/logout')
  await check(second, 'sign out')
  await second.getByRole('button', { name: 'Sign out' }).click()
  await second.waitForURL('**/signed-out**')
  await check(second, 'signed out')
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
  await check(page, 'a page of a signed-out person')

  await signIn(page, username, '/goals')
  await signOutElsewhere(page)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await check(page, 'a page of an ended session')
})

test('the pages of an administrator', async ({ page }) => {
  await signIn(page, 'administrator', '/admin')
  const addresses = pageAddresses({ 'goals/[id].vue': '/goals' }).filter(isForAdministrators)
  for (const address of addresses) {
    await page.goto(address)
    await hydrated(page)
    await check(page, address)
  }
})

function isForAdministrators(address: string): boolean {
  return address === '/admin' || address.startsWith('/admin/')
}

/** Checks a page at every width, by day and by night. */
async function check(page: Page, name: string, atWidths = widths): Promise<void> {
  for (const width of atWidths) {
    await page.setViewportSize({ width, height: 900 })
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      // The application's scripts set the class a moment later; the provider's page has none.
      await page.locator(`html.${theme}, html:not(.light, .dark)`).waitFor()
      await checkView(page, `${name}, ${width} px, ${theme}`)
    }
  }
}

async function checkView(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // No page has frames, whose results it would otherwise join in a tab of its own.
    .setLegacyMode()
    .analyze()
  expect
    .soft(
      violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.target.join(' ')).join(', ')}`,
      ),
      name,
    )
    .toEqual([])
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(sideways, `${name} scrolls sideways`).toBe(0)
}
