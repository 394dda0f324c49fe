import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { startSecondServer } from './support/second-server.ts'
import { tokenOf } from './support/stack.ts'
import { expect, test } from './support/test.ts'

/** Of the application's pod: k8s/base/app/deployment.yaml. */
const podMemory = 512 * 2 ** 20

const deep = (index: number) =>
  `query A { goals { id } } query B${index} ${'{a'.repeat(1500)}${'}'.repeat(1500)}`

test('unread answers and refused documents leave the built server within its pod', async ({
  username,
}) => {
  const answer = JSON.stringify({ data: { goals: [{ id: 'x'.repeat(9_000_000) }] } })
  const hasura = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(answer)
  })
  await new Promise<void>(resolve => hasura.listen(0, '127.0.0.1', resolve))
  const replica = await startSecondServer({
    HASURA_GRAPHQL_ENDPOINT: `http://127.0.0.1:${(hasura.address() as AddressInfo).port}/v1/graphql`,
  })
  let largest = 0
  const timer = setInterval(() => {
    largest = Math.max(largest, replica.residentMemory())
  }, 100)
  const clients: ReturnType<typeof connect>[] = []
  try {
    const head = async (body: string) =>
      `POST /v1/graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`
      + `Authorization: Bearer ${await tokenOf(username)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    const unread = await head(JSON.stringify({ query: '{ goals { id } }' }))
    for (let index = 0; index < 80; index += 1) {
      const client = connect(Number(new URL(replica.url).port), '127.0.0.1')
      client.on('error', () => undefined).write(unread)
      clients.push(client)
    }
    const ask = async (query: string) => {
      const response = await fetch(`${replica.url}/v1/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'authorization': `Bearer ${await tokenOf(username)}` },
        body: JSON.stringify({ query, operationName: 'A' }),
      })
      await response.body?.cancel()
      return response.status
    }
    await expect.poll(() => ask('query A { goals { id } }')).toBe(429)
    for (let index = 0; index < 100; index += 1) expect(await ask(deep(index))).toBe(400)
    console.info(`the built server: at most ${Math.round(largest / 2 ** 20)} MiB`)
    expect(largest).toBeLessThan(podMemory)
  }
  finally {
    clearInterval(timer)
    clients.forEach(client => client.destroy())
    await replica.stop()
    hasura.close()
  }
})
