import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startAppServer, type AppServer } from '../../support/app-server.ts'
import { startTestEnvironment, type TestEnvironment } from '../../support/test-environment.ts'

let env: TestEnvironment
let app: AppServer
let log: string

beforeAll(async () => {
  env = await startTestEnvironment()
  app = await startAppServer(env)
})
afterAll(async () => {
  await app.stop()
  await env.stop()
})
beforeEach(() => {
  log = app.log()
})

/** Sends a head as it stands, with bytes that no HTTP client would send. */
function send(head: string): Promise<{ status: number, text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), 'localhost', () =>
      socket.write(`${head}\r\nConnection: close\r\n\r\n`, 'latin1'),
    )
    let text = ''
    socket
      .setEncoding('latin1')
      .on('data', (chunk: string) => {
        text += chunk
      })
      .on('error', reject)
      .on('close', () => resolve({ status: Number(text.split(' ')[1]), text }))
  })
}

describe('a malformed request is the client\'s fault, and no news for the log:', () => {
  test.each([
    ['a target that is no address', 'GET http://[::1 HTTP/1.1\r\nHost: localhost', 400],
    ['a target in absolute form', 'GET http://localhost/healthz HTTP/1.1\r\nHost: localhost', 400],
    ['a target without a slash', 'GET x HTTP/1.1\r\nHost: localhost', 400],
    ['a target for the whole server', 'OPTIONS * HTTP/1.1\r\nHost: localhost', 400],
    ['a path that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: localhost', 302],
    ['a path of nothing but slashes', 'GET //// HTTP/1.1\r\nHost: localhost', 302],
    ['a path with another host', 'GET //evil.example/goals HTTP/1.1\r\nHost: localhost', 302],
    ['a path with a zero byte', 'GET /%00 HTTP/1.1\r\nHost: localhost', 302],
    [
      'a query that cannot be decoded',
      'GET /auth/callback?state=%E0%A4%A&code=%FF HTTP/1.1\r\nHost: localhost',
      400,
    ],
    ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: [', 200],
    [
      'a forwarded host that is none',
      'GET /goals HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: [\r\nX-Forwarded-Proto: x:y',
      302,
    ],
    [
      'a cookie that cannot be decoded',
      'GET /goals HTTP/1.1\r\nHost: localhost\r\nCookie: timezone=%E0%A4%A; goals-session-1=%',
      302,
    ],
    [
      'cookies without a name or value',
      'GET /goals HTTP/1.1\r\nHost: localhost\r\nCookie: ;;=;=x;a=;%=',
      302,
    ],
    [
      'a token of other bytes',
      'GET /api/session HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \xff\xfe\r\nAccept: \xff',
      401,
    ],
  ])('%s', async (_name, head, status) => {
    const answer = await send(head)
    expect(answer.status).toBe(status)
    expect(answer.text).not.toMatch(/\/\/evil|\[::1|^\s+at /m)
    expect(app.log()).toBe(log)
  })

  test('a body of a wrong length or type', async () => {
    for (const body of ['', '{', '[]', 'null', '\u0000']) {
      const response = await fetch(`${app.url}/v1/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect(response.status).toBeLessThan(500)
    }
    expect(app.log()).toBe(log)
  })
})

describe('an address of a page or file', () => {
  test.each(['/', '/goals', '/icon.svg', '/_nuxt/entry.js', '/nowhere', '/healthz'])(
    '%s answers to GET and HEAD alone',
    async (path) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await fetch(app.url + path, { method })
        expect(response.status).toBe(405)
        expect(response.headers.get('allow')).toBe('GET, HEAD')
        expect(await response.json()).toEqual({
          error: { code: 'method-not-allowed', message: 'Send GET or HEAD to this address.' },
        })
      }
      expect(
        (await send(`TRACE ${path} HTTP/1.1\r\nHost: localhost\r\nX-Secret: echo`)).text,
      ).not.toContain('echo')
    },
  )
})

test('a body that is too large is told how large it may be', async () => {
  const form = new URLSearchParams({ logout_token: 'x'.repeat(100_000) })
  const response = await fetch(`${app.url}/auth/backchannel-logout`, { method: 'POST', body: form })
  expect(response.status).toBe(413)
  expect(await response.json()).toMatchObject({ error: { message: 'Send at most 100 kB.' } })
})
