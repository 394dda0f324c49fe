import type { BrowserContext, Page } from '@playwright/test'
import { addGoal, openGoalForm, signOut } from './support/actions.ts'
import { graphql } from './support/graphql.ts'
import { silenceSockets } from './support/live.ts'
import { accessTokenSeconds, tokenOf } from './support/stack.ts'
import { expect, hydrated, providerUrl, signIn, signInByHand, test } from './support/test.ts'

/** Of every request of a page to the gateway, the user name in its token. */
function bearersOf(page: Page): string[] {
  const names: string[] = []
  page.on('request', (request) => {
    const token = /^Bearer [^.]+\.([^.]+)/.exec(request.headers().authorization ?? '')?.[1]
    if (token)
      names.push(
        (JSON.parse(Buffer.from(token, 'base64url').toString()) as { preferred_username: string })
          .preferred_username,
      )
  })
  return names
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

async function signInAs(page: Page, username: string): Promise<void> {
  await page.goto('/')
  await signInByHand(page, username)
}

async function titlesOf(username: string, page: Page): Promise<string[]> {
  const { data } = await graphql(
    page.request,
    await tokenOf(username),
    '{ goals(where: {is_inbox: {_eq: false}}) { title } }',
  )
  return (data!.goals as { title: string }[]).map(({ title }) => title)
}

/**
 * What the application keeps of a person in the browser's storage: all of it but the id of the tab,
 * which says nothing of anyone.
 */
const keptFor = (page: Page) =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(
      key => key.startsWith('goals.') && key !== 'goals.tab',
    ),
  )

/**
 * Tabs that neither hear each other nor the server: what they send is all that is left to protect a
 * person.
 */
async function deafen(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'BroadcastChannel')
    Reflect.deleteProperty(Navigator.prototype, 'locks')
  })
  await silenceSockets(context)
}

test('a page whose browser has changed hands empties itself, says so, and goes on as the other person', async ({
  page,
  context,
  username,
}) => {
  await signIn(page, username, '/goals')
  await addGoal(page, 'Of the first person')
  const bearers = bearersOf(page)
  const second = await context.newPage()
  await second.goto('/')
  await hydrated(second)
  await signOut(second)
  await second.waitForURL('**/signed-out**')
  await expect(heading(page, 'You are signed out')).toBeVisible()
  await signInAs(second, `${username}-next`)

  await expect(heading(page, 'Another account')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText(
    `This browser is now signed in as ${`${username}-next`.replace('p', 'P')}.`,
  )
  await expect(page.getByText('Of the first person')).toHaveCount(0)
  expect(new Set(bearers)).not.toContain(`${username}-next`)
  await page.getByRole('link', { name: 'Reload the page' }).click()
  await page.waitForURL('**/goals')
  await hydrated(page)
  await expect(page.getByText('Of the first person')).toHaveCount(0)
})

test.describe('tabs that hear nothing', () => {
  for (const patience of [0, accessTokenSeconds + 1]) {
    test(`write nothing into another account, ${patience} s after it has signed in`, async ({
      page,
      context,
      username,
    }) => {
      await deafen(context)
      await signIn(page, username, '/goals')
      await addGoal(page, 'Before')
      const form = await openGoalForm(page)
      const bearers = bearersOf(page)
      const second = await context.newPage()
      await second.goto('/')
      await hydrated(second)
      await signOut(second)
      await second.waitForURL('**/signed-out**')
      await signInAs(second, `${username}-next`)
      await second.waitForTimeout(patience * 1000)
      await form.getByLabel('Title').fill('Typed by the first person')
      await form.getByRole('button', { name: 'Add goal' }).click()

      await expect(heading(page, 'Another account')).toBeVisible()
      await expect(page.getByText('Before')).toHaveCount(0)
      expect(await titlesOf(`${username}-next`, page)).toEqual([])
      expect(await titlesOf(username, page)).toEqual(['Before'])
      expect(new Set(bearers)).not.toContain(`${username}-next`)
    })
  }

  test('notice when they come back into view', async ({ page, context, username }) => {
    await deafen(context)
    await signIn(page, username)
    const second = await context.newPage()
    await second.goto('/')
    await hydrated(second)
    await signOut(second)
    await second.waitForURL('**/signed-out**')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(heading(page, 'Your session has ended')).toBeVisible()
  })
})

test('signing out empties all tabs at once and removes what the person left, but nothing of others', async ({
  page,
  context,
  username,
}) => {
  await signIn(page, username, '/playground')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await expect.poll(() => keptFor(page)).toEqual([expect.stringContaining('goals.playground.')])
  await page.evaluate(() =>
    localStorage.setItem('goals.drafts.11111111-1111-4111-8111-111111111111', '{}'),
  )
  const second = await context.newPage()
  await second.goto('/goals')
  await hydrated(second)
  await signOut(second)
  await expect(heading(page, 'You are signed out')).toBeVisible()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await second.waitForURL('**/signed-out**')
  await expect(
    second.getByText('You are signed out here and at the identity provider.'),
  ).toBeVisible()
  expect(await keptFor(second)).toEqual(['goals.drafts.11111111-1111-4111-8111-111111111111'])
})

test('signing out by the page without scripts does the same', async ({
  page,
  context,
  username,
}) => {
  await signIn(page, username, '/playground')
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await expect.poll(() => keptFor(page)).toHaveLength(1)
  const second = await context.newPage()
  await second.goto('/auth/logout')
  const addresses: string[] = []
  second.on('request', request => addresses.push(request.url()))
  await second.getByRole('button', { name: 'Sign out' }).click()
  await second.waitForURL('**/signed-out**')
  await expect(heading(page, 'You are signed out')).toBeVisible()
  expect(await keptFor(second)).toEqual([])
  expect(addresses.join('\n')).not.toMatch(/eyJ/)
})

test('signing out at the provider empties the tabs at once and keeps what was typed', async ({
  page,
  context,
  username,
}) => {
  await signIn(page, username, '/goals')
  const form = await openGoalForm(page)
  await form.getByLabel('Title').fill('Half a sentence')
  await expect.poll(() => keptFor(page)).not.toEqual([])
  const second = await context.newPage()
  await second.goto(`${providerUrl}/application/o/goals/end-session/`)
  await expect(heading(page, 'Your session has ended')).toBeVisible()
  await expect(page.getByText('Half a sentence')).toHaveCount(0)
  expect(await keptFor(page)).not.toEqual([])
})

test('a deactivated person\'s open tab says so, and so does the next sign-in, with a way to another account', async ({
  page,
  request,
  username,
}) => {
  await signIn(page, username)
  const administrator = await tokenOf('administrator', 'org_admin')
  const deactivate =
    'mutation ($name: String!) { update_users(where: {username: {_eq: $name}}, _set: {is_active: false}) { affected_rows } }'
  expect(
    (await graphql(request, administrator, deactivate, { name: username }, 'org_admin')).data,
  ).toEqual({ update_users: { affected_rows: 1 } })
  await expect(heading(page, 'Your account is deactivated')).toBeVisible()
  await expect(page.getByText('A clear horizon')).toHaveCount(0)

  await page.getByRole('link', { name: 'Sign in again' }).click()
  await expect(page.getByText('Ask an administrator to activate your account.')).toBeVisible()
  await page.getByRole('link', { name: 'Try again' }).click()
  await expect(page.getByText('Ask an administrator to activate your account.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign in as somebody else' }).click()
  await expect(page.getByRole('heading', { name: 'Who is signing in?' })).toBeVisible()
  await page.getByLabel('Somebody else').fill(`${username}-other`)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(url => url.pathname === '/')
  await expect(page.getByText('A clear horizon')).toBeVisible()
})

test('six tabs that wait for sign-in all lead to their own page, in any order', async ({
  context,
  username,
}) => {
  const tabs = []
  for (let tab = 0; tab < 6; tab++) {
    const page = await context.newPage()
    await page.goto(`/goals?search=${tab}${'x'.repeat(tab * 300)}`)
    tabs.push(page)
  }
  for (const tab of [2, 0, 5, 1, 4, 3]) {
    const page = tabs[tab]!
    await page.getByLabel('Somebody else').fill(username)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(
      url => url.pathname === '/goals' && url.searchParams.get('search')!.startsWith(String(tab)),
    )
    await expect(heading(page, 'Goals')).toBeVisible()
  }
})

test('the goodbye page tells only what has happened', async ({ page, username }) => {
  await page.goto('/signed-out')
  await expect(heading(page, 'You are not signed in')).toBeVisible()
  await signIn(page, username)
  await page.goto('/signed-out')
  await expect(heading(page, 'You are signed in')).toBeVisible()
  await expect(page.getByText('at the identity provider')).toHaveCount(0)
})
