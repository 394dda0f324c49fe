import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { userIdFor } from '../../dev/identity-provider/people.ts'
import { startIdentityProvider, type IdentityProvider } from '../../dev/identity-provider/server.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { HttpBrowser, type Visit } from './http-browser.ts'
import { freePort } from '../../dev/free-port.ts'

/** A request as Hasura would have received it. */
export interface ReceivedRequest {
  headers: IncomingHttpHeaders
  body: string
}

/** A stand-in for Hasura that notes what it receives and gives the answer that a test sets. */
export interface RecordingHasura {
  url: string
  received: ReceivedRequest[]
  answer: { status: number, body: string }
  stop: () => Promise<void>
}

/** Everything that the server talks to, on ports of their own. */
export interface TestEnvironment {
  baseUrl: string
  port: number
  /** The server's environment variables, which lead it there. */
  variables: Record<string, string>
  database: TestDatabase
  provider: IdentityProvider
  hasura: RecordingHasura
  stopProvider: () => Promise<void>
  startProvider: () => Promise<void>
  stop: () => Promise<void>
}

/** Starts the real identity provider, a real database and a recording Hasura. */
export async function startTestEnvironment(): Promise<TestEnvironment> {
  const [port, providerPort] = [await freePort(), await freePort()]
  const directory = mkdtempSync(path.join(os.tmpdir(), 'goals-surroundings-'))
  const baseUrl = `http://localhost:${port}`
  const client = { clientId: 'goals', clientSecret: 'the secret of the client in tests', baseUrl }
  const start = () => startIdentityProvider({ port: providerPort, directory, client })
  const [database, provider, hasura] = [
    await createTestDatabase(),
    await start(),
    await startRecordingHasura(),
  ]
  const surroundings: TestEnvironment = {
    baseUrl,
    port,
    variables: {
      BASE_URL: baseUrl,
      SERVER_DATABASE_URL: database.url,
      HASURA_GRAPHQL_ENDPOINT: hasura.url,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: client.clientId,
      OIDC_CLIENT_SECRET: client.clientSecret,
      SESSION_SECRET: 'a session secret of the tests, 32 bytes',
    },
    database,
    provider,
    hasura,
    stopProvider: () => surroundings.provider.stop(),
    startProvider: async () => {
      surroundings.provider = await start()
    },
    stop: async () => {
      await surroundings.provider.stop().catch(() => {})
      await hasura.stop()
      await database.drop()
      rmSync(directory, { recursive: true })
    },
  }
  return surroundings
}

/**
 * Signs somebody in through the provider's page, until the application sends the browser to where
 * it wanted to go. In a browser with a session it does so in a tab that began to sign in before
 * there was one.
 */
export async function signIn(
  baseUrl: string,
  username: string,
  browser = new HttpBrowser(),
  returnTo = '/',
): Promise<{ browser: HttpBrowser, end: Visit }> {
  const callback = `${baseUrl}/auth/callback`
  const session = [...browser.cookies].filter(([name]) => name.startsWith('goals-session'))
  for (const [name] of session) browser.cookies.delete(name)
  const begun = await browser.visit(
    `${baseUrl}/auth/login?returnTo=${encodeURIComponent(returnTo)}`,
  )
  for (const [name, cookie] of session) browser.cookies.set(name, cookie)
  const page = await browser.follow(begun, url => url.startsWith(callback))
  const done = page.location
    ? page
    : await browser.follow(await browser.submit(page.url, { username }), url =>
        url.startsWith(callback),
      )
  browser.person = userIdFor(username)
  return { browser, end: await browser.visit(done.location!) }
}

async function startRecordingHasura(): Promise<RecordingHasura> {
  const port = await freePort()
  const hasura: RecordingHasura = {
    url: `http://localhost:${port}/v1/graphql`,
    received: [],
    answer: { status: 200, body: '{"data":{}}' },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    hasura.received.push({ headers: request.headers, body })
    response
      .writeHead(hasura.answer.status, { 'content-type': 'application/json' })
      .end(hasura.answer.body)
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return hasura
}
