import { expect, test } from 'vitest'
import { accessTokenSource, tokenPerson } from '../../../../app/utils/access-token.ts'

function source() {
  const asked: boolean[] = []
  const clock = { now: 0 }
  const tokens = accessTokenSource(
    async (force) => {
      asked.push(force)
      return { value: `token ${asked.length}`, expiresAt: clock.now + 60_000 }
    },
    () => clock.now,
  )
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

test('once closed there is no token, and none is asked for', async () => {
  const { asked, tokens } = source()
  await tokens.read()
  tokens.close()
  expect([tokens.current(), await tokens.read(), await tokens.refresh()]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  expect(asked).toEqual([false])
})

test('a token that arrives after closing is dropped', async () => {
  let answer = (_token: { value: string, expiresAt: number }) => {}
  const tokens = accessTokenSource(() => new Promise(resolve => (answer = resolve)))
  const asked = tokens.read()
  tokens.close()
  answer({ value: 'late', expiresAt: Infinity })
  expect([await asked, tokens.current()]).toEqual([undefined, undefined])
})

test.each([
  [
    {
      'https://hasura.io/jwt/claims': {
        'x-hasura-user-id': '0D6D2F3E-0000-4000-8000-0000000000FF',
      },
      'name': 'Zoë',
    },
    '0d6d2f3e-0000-4000-8000-0000000000ff',
  ],
  [{ sub: 'x' }, undefined],
])('the person of a token with %j is %s', (claims, person) => {
  expect(tokenPerson(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`)).toBe(
    person,
  )
})

test.each(['', 'x', 'a.b.c'])('%j is no token', (text) => {
  expect(tokenPerson(text)).toBeUndefined()
})
