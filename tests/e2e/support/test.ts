import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'

export { expect } from '@playwright/test'

/** Where the stack of this run answers. */
export const providerUrl = process.env.E2E_PROVIDER_URL ?? ''

interface Fixtures {
  /** A new person of this test: nobody else uses the name. */
  username: string
  /** Opens another person's browser, watched like the first; it is closed with the test. */
  newContext: () => Promise<BrowserContext>
}

/**
 * Playwright's test, in which every page is watched: no request leaves for another host, and no
 * script fails.
 */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.E2E_APP_URL),

  context: async ({ context }, use) => {
    const complaints = watch(context)
    await use(context)
    expect(complaints).toEqual([])
  },

  username: async ({}, use, { testId, retry }) => use(`person-${testId.slice(-12)}-${retry}`),

  newContext: async ({ browser, baseURL }, use) => {
    const opened: BrowserContext[] = []
    const complaints: string[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL })
      watch(context, complaints)
      opened.push(context)
      return context
    })
    await Promise.all(opened.map(context => context.close()))
    expect(complaints).toEqual([])
  },
})

/**
 * Begins a session of this browser as `username` (a new name makes a new member), and opens a page
 * once its scripts run.
 */
export async function signIn(page: Page, username: string, path = '/'): Promise<void> {
  await beginSession(page, username)
  await page.goto(path)
  await hydrated(page)
}

/**
 * Signs in at the provider as a browser does, by the same requests, but without showing its page:
 * the tests of signing in itself look at that.
 */
export async function beginSession({ request }: Page, username: string): Promise<void> {
  const form = await request.get('/auth/login?returnTo=/healthz')
  const answer = await request.post(form.url(), { form: { username } })
  expect(new URL(answer.url()).pathname, 'where signing in leads').toBe('/healthz')
}

/** Says at the provider's page who signs in, and waits until the page that was asked for runs. */
export async function signInByHand(page: Page, username: string): Promise<void> {
  await page.getByLabel('Somebody else').fill(username)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(
    ({ origin, pathname }) => origin === process.env.E2E_APP_URL && !pathname.startsWith('/auth/'),
  )
  await hydrated(page)
}

/**
 * Waits until Vue has taken over the page that the server rendered; before that, a click does
 * nothing.
 */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (window as { useNuxtApp?: () => { isHydrating?: boolean } }).useNuxtApp?.().isHydrating
      === false,
  )
}

/** Collects what must never happen in any test. */
function watch(context: BrowserContext, complaints: string[] = []): string[] {
  const own = new Set(
    [process.env.E2E_APP_URL, process.env.E2E_PROVIDER_URL].map(url => new URL(url ?? '').host),
  )
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !own.has(url.host))
      complaints.push(`request to another host: ${url.href}`)
  })
  context.on('weberror', error => complaints.push(`script error: ${error.error().message}`))
  context.on('console', (message) => {
    if (/hydration/i.test(message.text())) complaints.push(`hydration: ${message.text()}`)
  })
  return complaints
}
