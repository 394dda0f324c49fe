import { expect, it } from 'vitest'
import { parseJsonPath } from '../../../../../hasura/engine/document/json-path.ts'

it.each([
  ['', []],
  ['$', []],
  ['$.a.b[0]', ['a', 'b', '0']],
  ['a.b', ['a', 'b']],
  ['$["odd key"].x', ['odd key', 'x']],
  ['[\'it\\\'s\']', ['it\'s']],
])('%s', (text, keys) => {
  expect(parseJsonPath(text, '$')).toEqual(keys)
})

it.each(['$.', 'a..b', 'a b', '$.a[', '["x'])('refuses %s', (text) => {
  expect(() => parseJsonPath(text, '$.x')).toThrow('parse json path error')
})
