import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  requestShare,
  takeSlot,
} from '../../../../../server/utils/gateway/upstream/request-slots.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal
const { maxRunning, maxWaiting, maxWait } = requestShare
const take = (person: string, count: number) =>
  Array.from({ length: count }, () => takeSlot(person, never))
const settled = async (slots: Promise<unknown>[]) => {
  const states = slots.map(() => 'waits')
  slots.forEach((slot, index) =>
    slot.then(
      () => (states[index] = 'runs'),
      () => undefined,
    ),
  )
  await vi.advanceTimersByTimeAsync(1)
  return states
}

test('some requests run, more wait, the rest are refused with 429 and when to come back', async () => {
  const slots = take('a', maxRunning + maxWaiting + 1)
  await expect(slots.at(-1)).rejects.toMatchObject({
    status: 429,
    code: 'too-many-requests',
    headers: { 'retry-after': '2' },
  })
  const running = await Promise.all(slots.slice(0, maxRunning))
  const waiting = slots.slice(maxRunning, -1)
  running.forEach(leave => leave())
  const next = await Promise.all(waiting.slice(0, maxRunning))
  expect(await settled([waiting[maxRunning]!])).toEqual(['waits'])
  next.forEach(leave => leave())
  for (const slot of waiting.slice(maxRunning)) (await slot)()
  expect(await settled(take('a', maxRunning))).toEqual(
    Array.from({ length: maxRunning }, () => 'runs'),
  )
})

test('nobody takes a slot of another person', async () => {
  void take('b', maxRunning)
  expect(await settled(take('c', 1))).toEqual(['runs'])
})

test('waiting ends after a while, and when the client is gone', async () => {
  const running = await Promise.all(take('d', maxRunning))
  const patient = expect(takeSlot('d', never)).rejects.toMatchObject({ status: 429 })
  await vi.advanceTimersByTimeAsync(maxWait)
  await patient
  const gone = new AbortController()
  const waiting = expect(takeSlot('d', gone.signal)).rejects.toMatchObject({ status: 499 })
  gone.abort()
  await waiting
  running.forEach(leave => leave())
  expect(await settled(take('d', maxRunning))).toEqual(
    Array.from({ length: maxRunning }, () => 'runs'),
  )
})
