import { describe, expect, test } from 'vitest'
import { atJsonPath, parseJsonPath } from '../../../json/path.ts'

describe('parseJsonPath', () => {
  test.each([
    ['$', []],
    ['$.a.b[0]', ['a', 'b', 0]],
    ['a.b', ['a', 'b']],
    ['$.héllo.ключ', ['héllo', 'ключ']],
    ['$["ключ"].["ключ"][0]', ['ключ', 'ключ', 0]],
    [`$.['ключ']`, ['ключ']],
    ['["\\u0061\\n"]', ['a\n']],
    ['$["odd key"].x', ['odd key', 'x']],
    [`['it\\'s']`, [`it's`]],
    [`$.hasura['claims%']`, ['hasura', 'claims%']],
    [`$.['https://my.app/claims'].user.id`, ['https://my.app/claims', 'user', 'id']],
  ])('reads %s', (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps)
  })

  test.each([
    '', '$.', '$..a', 'a..b', 'a b', '$.a[', `$['a`, '["x', '["\\x"]', '$.a-ü b', '[-1]',
    '$.claims%', '$.https://my.app',
  ])('refuses %s', (text) => {
    expect(parseJsonPath(text)).toBeUndefined()
  })
})

describe('atJsonPath', () => {
  test('finds nested values and nothing on the way to nowhere', () => {
    expect(atJsonPath({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(atJsonPath({ a: null }, ['a', 'b'])).toBeUndefined()
  })

  test('ignores inherited properties', () => {
    expect(atJsonPath({}, ['constructor'])).toBeUndefined()
  })
})
