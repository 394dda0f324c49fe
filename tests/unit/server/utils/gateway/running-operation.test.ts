import { expect, test } from 'vitest'
import type { Operation } from '../../../../../server/utils/gateway/request/read-operations.ts'
import { RunningOperation } from '../../../../../server/utils/gateway/socket/running-operation.ts'

const operation = (kind: Operation['kind']): Operation => ({
  query: `${kind} { goals { id } }`,
  variables: {},
  operationName: undefined,
  kind,
})
const follow = (person: string) => new RunningOperation(operation('subscription'), person)

test('a person runs at most 200 subscriptions at once, over all sockets', () => {
  const running = Array.from({ length: 200 }, () => follow('mallory'))
  const refusal = expect.objectContaining({
    code: 'limit-exceeded',
    message: 'Run at most 200 subscriptions at once.',
  }) as Error
  expect(() => follow('mallory')).toThrow(refusal)
  running.push(follow('bob'), new RunningOperation(operation('query'), 'mallory'))

  running[0]!.stop()
  running[0]!.stop()
  running.push(follow('mallory'))
  expect(() => follow('mallory')).toThrow(refusal)

  running.forEach(one => one.stop())
  const again = Array.from({ length: 200 }, () => follow('mallory'))
  again.forEach(one => one.stop())
})

test('one that is stopped while it waits for its turn gives back what it took', async () => {
  const started = Array.from({ length: 4 }, () => follow('carol'))
  await Promise.all(started.map(one => one.start()))
  const waiting = follow('carol')
  const turn = waiting.start()
  waiting.stop()
  await expect(turn).rejects.toMatchObject({ status: 499 })
  started.forEach(one => one.stop())
  const next = follow('carol')
  await next.start()
  next.stop()
})
