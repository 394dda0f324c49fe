import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  checkUntaken,
  countUntaken,
} from '../../../../../server/utils/gateway/upstream/untaken-answers.ts'
import { until } from '../../../../../hasura/engine/tests/support/until.ts'

const server = createServer()
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => server.close())

const answer = 'x'.repeat(11_000_000)

function isFree(person: string): boolean {
  try {
    checkUntaken(person)
    return true
  }
  catch (error) {
    expect(error).toMatchObject({ status: 429 })
    return false
  }
}

async function ask(): Promise<{ response: ServerResponse, client: ReturnType<typeof connect> }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  return { response, client }
}

test('an answer counts for its person alone, until it is taken', async () => {
  const { response, client } = await ask()
  countUntaken('mallory', answer.length, response)
  response.end(answer)
  expect([isFree('mallory'), isFree('bob')]).toEqual([false, true])
  client.resume()
  await until(() => isFree('mallory'))
  client.destroy()
})

test('a client that takes nothing loses its connection', async () => {
  const { response, client } = await ask()
  countUntaken('mallory', answer.length, response, 100)
  response.end(answer)
  expect(isFree('mallory')).toBe(false)
  await until(() => isFree('mallory'))
  expect(response.writableFinished).toBe(false)
  client.destroy()
})

test('an answer whose client is gone already does not count', async () => {
  const { response, client } = await ask()
  client.destroy()
  await once(response, 'close')
  countUntaken('mallory', answer.length, response)
  expect(isFree('mallory')).toBe(true)
})
