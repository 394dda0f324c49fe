import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { createGoal } from './support/graphql.ts'
import { startSecondServer } from './support/second-server.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

/** Sends a head as it stands to the built application and reads all of its answer. */
function send(url: string, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), 'localhost', () =>
      socket.write(`${head}\r\nConnection: close\r\n\r\n`, 'latin1'),
    )
    let text = ''
    socket
      .setEncoding('latin1')
      .on('data', (chunk: string) => {
        text += chunk
      })
      .on('error', reject)
      .on('close', () => resolve(text))
  })
}

test('files carry the headers that pages carry, and nothing says what renders them', async ({
  request,
}) => {
  for (const path of ['/icon.svg', '/favicon.ico', '/signed-out', '/nowhere.txt', '/healthz']) {
    const headers = (await request.get(path)).headers()
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(headers['x-powered-by']).toBeUndefined()
  }
})

test('the icon for those who ask without reading the page is a picture', async ({ request }) => {
  const icon = await request.get('/favicon.ico')
  expect(icon.headers()['content-type']).toMatch(/^image\//)
  expect([...(await icon.body()).subarray(0, 4)]).toEqual([0, 0, 1, 0])
})

test('a page of many goals goes out compressed, and reads the same', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  for (let count = 0; count < 24; count += 1)
    await createGoal(request, token, { title: `Goal ${count}` })
  await signIn(page, username)
  const plain = await page.request.get('/', {
    headers: { 'accept-encoding': 'identity', 'sec-fetch-site': 'none' },
  })
  expect(plain.headers()['content-encoding']).toBeUndefined()
  for (const encoding of ['zstd', 'br', 'gzip']) {
    const raw = await send(
      new URL(page.url()).origin,
      [
        'GET / HTTP/1.1',
        'Host: localhost',
        `Accept-Encoding: ${encoding}`,
        'Sec-Fetch-Site: none',
        `Cookie: ${(await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')}`,
      ].join('\r\n'),
    )
    expect(raw.toLowerCase()).toContain(`content-encoding: ${encoding}`)
    expect(raw.length).toBeLessThan((await plain.body()).length / 4)
  }
  await expect(page.getByText('Goal 23').first()).toBeVisible()
})

test('what is malformed gets an answer of its own, and pages answer to GET and HEAD alone', async ({
  request,
  baseURL,
}) => {
  expect(await send(baseURL!, 'GET http://[::1 HTTP/1.1\r\nHost: localhost')).toMatch(
    /^HTTP\/1.1 400/,
  )
  expect(
    await send(baseURL!, 'GET /_nuxt/missing.js HTTP/1.1\r\nHost: [\r\nX-Forwarded-Host: ['),
  ).toMatch(/^HTTP\/1.1 404/)
  expect(
    await send(
      baseURL!,
      'GET /signed-out HTTP/1.1\r\nHost: localhost\r\nCookie: timezone=%E0%A4%A; sidebar-collapsed=%',
    ),
  ).toMatch(/^HTTP\/1.1 200/)
  for (const path of ['/', '/goals', '/icon.svg', '/signed-out']) {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await request.fetch(path, { method })).status()).toBe(405)
    expect(await send(baseURL!, `TRACE ${path} HTTP/1.1\r\nHost: localhost`)).toMatch(
      /^HTTP\/1.1 405/,
    )
  }
  for (const [path, method] of [
    ['/api/nothing', 'GET'],
    ['/api/session', 'DELETE'],
    ['/auth/login', 'POST'],
  ]) {
    const answer = await request.fetch(path!, {
      method,
      headers: { host: 'evil.example', accept: 'application/json' },
    })
    expect(answer.status()).toBe(404)
    expect(await answer.text()).not.toContain('evil')
  }
})

test('the pages without scripts and the goodbye page break no rule of their own policy', async ({
  page,
}) => {
  const violations: string[] = []
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  for (const path of ['/signed-out', '/auth/logout', '/auth/callback?state=x'])
    await page.goto(path, { waitUntil: 'networkidle' })
  expect(violations).toEqual([])
})

test('a page whose data did not come says so by its status, and the log says why', async ({
  page,
  username,
}) => {
  await signIn(page, username)
  const hasura = createServer((_request, response) => {
    response.writeHead(503).end()
  })
  await new Promise<void>(resolve => hasura.listen(0, '127.0.0.1', resolve))
  const replica = await startSecondServer({
    HASURA_GRAPHQL_ENDPOINT: `http://127.0.0.1:${(hasura.address() as AddressInfo).port}/v1/graphql`,
  })
  try {
    for (const path of ['/', '/goals', '/trash'])
      expect((await page.request.get(replica.url + path)).status()).toBe(503)
    const goal = await page.request.get(`${replica.url}/goals/00000000-0000-4000-8000-000000000000`)
    expect(goal.status()).toBe(503)
    expect(replica.log()).not.toContain('NUXT_E')
  }
  finally {
    await replica.stop()
    hasura.close()
  }
})

test('a goal that does not exist is no fault of the server', async ({ page, username }) => {
  await signIn(page, username)
  const replica = await startSecondServer({
    HASURA_GRAPHQL_ENDPOINT: `http://127.0.0.1:${process.env.HASURA_GRAPHQL_SERVER_PORT}/v1/graphql`,
  })
  try {
    expect(
      (
        await page.request.get(`${replica.url}/goals/00000000-0000-4000-8000-000000000000`)
      ).status(),
    ).toBe(404)
    expect(replica.log()).not.toMatch(/error|NUXT_E/i)
  }
  finally {
    await replica.stop()
  }
})
