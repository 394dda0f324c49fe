import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, eventHandler, setResponseHeaders, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  compressResponse,
  preferredEncoding,
} from '../../../../../server/utils/http/compress-response.ts'

const page = '<p>Goals, as they are.</p>'.repeat(1000)
const longPage = page.repeat(40)
let server: Server

beforeAll(async () => {
  const app = createApp({ onBeforeResponse: compressResponse })
  app.use(
    eventHandler((event) => {
      if (event.path === '/short') return 'short'
      setResponseHeaders(event, { 'content-type': 'text/html' })
      return event.path === '/long' ? longPage : page
    }),
  )
  server = createServer(toNodeListener(app))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

async function ask(path: string, headers: Record<string, string>) {
  const { request } = await import('node:http')
  return new Promise<{
    encoding: string | undefined
    vary: string | undefined
    body: Buffer
  }>(
    (resolve) => {
      request({ port: (server.address() as AddressInfo).port, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () =>
            resolve({
              encoding: response.headers['content-encoding'],
              vary: response.headers.vary,
              body: Buffer.concat(chunks),
            }),
          )
      }).end()
    },
  )
}

describe('a page goes out', () => {
  test('compressed as the browser can read it, a tenth of its length', async () => {
    const brotli = await ask('/', {
      'accept-encoding': 'gzip, deflate, br',
      'sec-fetch-site': 'none',
    })
    expect(brotli).toMatchObject({ encoding: 'br', vary: 'Accept-Encoding' })
    expect(brotliDecompressSync(brotli.body).toString()).toBe(page)
    expect(brotli.body.length).toBeLessThan(page.length / 10)
    const zstd = await ask('/', { 'accept-encoding': 'gzip, deflate, br, zstd' })
    expect(zstd.encoding).toBe('zstd')
    expect(zstdDecompressSync(zstd.body).toString()).toBe(page)
    const long = await ask('/long', { 'accept-encoding': 'zstd' })
    expect(zstdDecompressSync(long.body).toString()).toBe(longPage)
    const zipped = await ask('/', { 'accept-encoding': 'gzip' })
    expect(zipped.encoding).toBe('gzip')
    expect(gunzipSync(zipped.body).toString()).toBe(page)
  })

  test.each([
    ['to a client that reads no compression', '/', {}],
    ['to one that refuses it', '/', { 'accept-encoding': 'br;q=0, gzip;q=0' }],
    [
      'to a navigation from another site: its length would tell of what is in it',
      '/',
      { 'accept-encoding': 'br', 'sec-fetch-site': 'cross-site' },
    ],
    [
      'where it holds a token',
      '/api/session/token',
      { 'accept-encoding': 'br', 'sec-fetch-site': 'same-origin' },
    ],
    ['where it is short anyway', '/short', { 'accept-encoding': 'br' }],
  ])('as it is %s', async (_name, path, headers) => {
    const { encoding, body } = await ask(path, headers)
    expect(encoding).toBeUndefined()
    expect(['short', page]).toContain(body.toString())
  })
})

test.each([
  ['br;q=0, gzip', 'gzip'],
  ['BR', 'br'],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['zstd;q=0, br', 'br'],
  ['gzip;q=0.5,br;q=0.1', 'br'],
  ['', undefined],
  ['identity, *;q=0', undefined],
])('of "%s" it takes %s', (accepted, encoding) => {
  expect(preferredEncoding(accepted)).toBe(encoding)
})
