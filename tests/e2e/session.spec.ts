import { addGoal, signOut } from './support/actions.ts'
import { accessTokenSeconds } from './support/stack.ts'
import { expect, hydrated, providerUrl, signIn, test } from './support/test.ts'

test('an anonymous visitor signs in and comes back to the page that was asked for', async ({
  page,
  username,
}) => {
  await page.goto('/trash?from=bookmark')
  expect(new URL(page.url()).origin).toBe(providerUrl)
  await page.getByLabel('Somebody else').fill(username)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL('**/trash?from=bookmark')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trash')
})

test('nobody is sent to another site after signing in', async ({ page, username, baseURL }) => {
  await page.goto('/auth/login?returnTo=https://evil.example/')
  await page.getByLabel('Somebody else').fill(username)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(url => url.origin === baseURL)
})

test('a token that expires in the middle of work is not noticed', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  const asked: string[] = []
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await page.waitForTimeout((accessTokenSeconds + 1) * 1000)
  await addGoal(page, 'Written with an old token')
  await expect(page.getByRole('link', { name: 'Written with an old token' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Written with an old token' })).toBeVisible()
  expect(asked).toContain('/api/session/token')
  expect(asked).not.toContain('/auth/login')
})

test('signing out ends the session here and at the provider', async ({
  page,
  username,
  context,
}) => {
  await signIn(page, username)
  const stolen = await context.cookies()
  await signOut(page)
  await page.waitForURL('**/signed-out?state=everywhere')

  await page.goto('/')
  expect(new URL(page.url()).origin).toBe(providerUrl)
  await expect(page.getByRole('heading', { name: 'Who is signing in?' })).toBeVisible()

  await context.clearCookies()
  await context.addCookies(stolen)
  const response = await page.request.get('/api/session')
  expect(response.status()).toBe(401)
})

test('the access token is not in the page, and the cookie is out of reach of scripts', async ({
  page,
  username,
  context,
}) => {
  const pages: string[] = []
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'document')
      pages.push(await response.text().catch(() => ''))
  })
  await signIn(page, username)
  await page.goto('/goals')
  await hydrated(page)
  expect(pages.join('')).toContain('<html')
  expect(pages.join('')).not.toMatch(/eyJ[\w-]+\.eyJ/)
  expect(
    await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    ),
  ).not.toMatch(/eyJ[\w-]+\.eyJ/)
  const session = (await context.cookies()).filter(
    cookie => cookie.httpOnly && cookie.sameSite === 'Lax',
  )
  expect(session).not.toEqual([])
})
