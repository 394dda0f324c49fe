import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { applyMetadata } from '../../../hasura/apply-metadata.ts'

interface Received {
  url?: string
  secret?: string | string[]
  body: unknown
}

let server: Server | undefined
afterEach(() => void server?.close())

/** An HTTP server that answers like Hasura's metadata API, and what it received. */
async function metadataApi(
  status: number,
  answer: unknown,
): Promise<{ endpoint: string, received: Received[] }> {
  const received: Received[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        received.push({
          url: request.url,
          secret: request.headers['x-hasura-admin-secret'],
          body: JSON.parse(Buffer.concat(chunks).toString()),
        })
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer))
      })
  })
  await new Promise<void>(resolve => void server?.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/graphql`,
    received,
  }
}

test('replaces the metadata, and never by an inconsistent one', async () => {
  const { endpoint, received } = await metadataApi(200, { is_consistent: true })
  await applyMetadata({ version: 3, sources: [] }, { endpoint, adminSecret: 's', patience: 0 })
  expect(received).toEqual([
    {
      url: '/v1/metadata',
      secret: 's',
      body: {
        type: 'replace_metadata',
        version: 2,
        args: { allow_inconsistent_metadata: false, metadata: { version: 3, sources: [] } },
      },
    },
  ])
})

test('says which object does not fit', async () => {
  const { endpoint } = await metadataApi(400, {
    code: 'unexpected',
    error: 'cannot continue due to newly found inconsistent metadata',
    path: '$.args',
    internal: [
      {
        name: 'table goals in source default',
        reason: 'no such table/view exists in source: "goals"',
        type: 'table',
      },
    ],
  })
  await expect(applyMetadata({}, { endpoint, adminSecret: 's', patience: 0 })).rejects.toThrow(
    'table goals in source default: no such table/view exists',
  )
})

test('passes on what is not of Hasura, such as a gateway\'s page', async () => {
  const { endpoint } = await metadataApi(502, 'Bad gateway')
  await expect(applyMetadata({}, { endpoint, adminSecret: 's', patience: 0 })).rejects.toThrow(
    'Hasura answered 502',
  )
})

test('gives up when nothing answers', async () => {
  await expect(
    applyMetadata({}, { endpoint: 'http://127.0.0.1:1/v1/graphql', adminSecret: 's', patience: 0 }),
  ).rejects.toThrow('http://127.0.0.1:1 does not answer.')
})
