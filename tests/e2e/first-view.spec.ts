import { expect, hydrated, signIn, test } from './support/test.ts'

/** What may be loaded until the dashboard is hydrated; bytes as gzip makes them. */
const budget = { scripts: 3, bytes: 190 * 1024 }

test('the dashboard is hydrated by few scripts of few bytes', async ({ page, username }) => {
  await signIn(page, username)
  const html = await (await page.request.get('/')).text()
  const scripts = [
    ...new Set([...html.matchAll(/ (?:href|src)="(\/_nuxt\/[^"]+\.js)"/g)].map(([, path]) => path!)),
  ]
  const sizes = await Promise.all(
    scripts.map(async (script) => {
      const response = await page.request.get(script, { headers: { 'accept-encoding': 'gzip' } })
      return Number(response.headers()['content-length'])
    }),
  )
  expect(scripts).toHaveLength(budget.scripts)
  expect(sizes.every(size => size > 0)).toBe(true)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(budget.bytes)

  // Whatever else is asked for gets no answer, and is not missed.
  await page.route('**/_nuxt/*.js', route =>
    scripts.includes(new URL(route.request().url()).pathname) ? route.continue() : undefined,
  )
  await page.goto('/')
  await hydrated(page)
})
