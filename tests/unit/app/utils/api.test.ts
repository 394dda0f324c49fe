import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readApi } from '../../../../app/utils/api.ts'

let server: Server | undefined
afterEach(() => void server?.close())

async function answering(status: number, body: string): Promise<string> {
  server = createServer((_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body),
  )
  await new Promise<void>(resolve => void server!.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test('an answer is passed on', async () => {
  expect(await readApi(await answering(200, '{"a": 1}'), 'me')).toEqual({
    kind: 'done',
    value: { a: 1 },
  })
})

test.each([
  [400, { kind: 'invalid', message: 'Say why.', field: 'id' }],
  [401, { kind: 'signed-out', message: 'Your session has ended. Sign in again to go on.' }],
  [409, { kind: 'signed-out', message: 'Your session has ended. Sign in again to go on.' }],
  [403, { kind: 'forbidden', message: 'Say why.' }],
  [404, { kind: 'missing', message: 'Say why.' }],
  [503, { kind: 'failed', message: 'Say why.' }],
])('a refusal with status %i becomes a problem', async (status, problem) => {
  expect(
    await readApi(
      await answering(status, '{"error": {"code": "x", "message": "Say why.", "field": "id"}}'),
      'me',
    ),
  ).toEqual({ kind: 'refused', problem })
})

test('what is no JSON, and no answer at all, become problems too', async () => {
  expect(await readApi(await answering(502, '<html>'), 'me')).toMatchObject({
    kind: 'refused',
    problem: { kind: 'failed' },
  })
  expect(await readApi('http://127.0.0.1:1/', 'me')).toMatchObject({
    kind: 'refused',
    problem: { kind: 'offline' },
  })
})
