import { expect, it } from 'vitest'
import { parseJsonPath } from '../../../../../hasura/engine/document/json-path.ts'

it.each([
  ['$', []],
  ['$.héllo.ключ', ['héllo', 'ключ']],
  ['$["ключ"].["ключ"][0]', ['ключ', 'ключ', '0']],
  ['$.[\'ключ\']', ['ключ']],
  ['["\\u0061\\n"]', ['a\n']],
  ['$.a.b[0]', ['a', 'b', '0']],
  ['a.b', ['a', 'b']],
  ['$["odd key"].x', ['odd key', 'x']],
  ['[\'it\\\'s\']', ['it\'s']],
])('%s', (text, keys) => {
  expect(parseJsonPath(text, '$')).toEqual(keys)
})

it.each(['', '$.', 'a..b', 'a b', '$.a[', '["x', '["\\x"]', '$.a-ü b', '[-1]'])(
  'refuses %s',
  (text) => {
    expect(() => parseJsonPath(text, '$.x')).toThrow('parse json path error')
  },
)
