import { expect, test } from 'vitest'
import { accessTokenSource } from '../../../../app/utils/access-token.ts'

function source() {
  const asked: boolean[] = []
  const clock = { now: 0 }
  const tokens = accessTokenSource(async (force) => {
    asked.push(force)
    return { value: `token ${asked.length}`, expiresAt: clock.now + 60_000 }
  }, () => clock.now)
  return { asked, clock, tokens }
}

test('many readers at once cause one request', async () => {
  const { asked, tokens } = source()
  const read = await Promise.all(Array.from({ length: 20 }, tokens.read))
  expect(new Set(read.map(token => token?.value))).toEqual(new Set(['token 1']))
  expect(asked).toEqual([false])
})

test('a token is kept until it is about to expire', async () => {
  const { asked, clock, tokens } = source()
  await tokens.read()
  clock.now = 49_999
  expect((await tokens.read())?.value).toBe('token 1')
  clock.now = 50_000
  expect((await tokens.read())?.value).toBe('token 2')
  expect(asked).toEqual([false, false])
})

test('a refused token is replaced by force, once for all who ask', async () => {
  const { asked, tokens } = source()
  await tokens.read()
  await Promise.all([tokens.refresh(), tokens.refresh()])
  expect(tokens.current()?.value).toBe('token 2')
  expect(asked).toEqual([false, true])
})

test('a failed request is asked again next time, and a session that is over leaves no token', async () => {
  const answers = [() => Promise.reject(new Error('unreachable')), () => Promise.resolve(undefined)]
  const tokens = accessTokenSource(() => answers.shift()!())
  await expect(tokens.read()).rejects.toThrow('unreachable')
  expect(await tokens.read()).toBeUndefined()
  expect(tokens.current()).toBeUndefined()
})
