import { describe, expect, it } from 'vitest'
import { atJsonPath, parseJsonPath } from '../../../../../hasura/engine/session/json-path.ts'

describe('parseJsonPath', () => {
  it.each([
    ['$', []],
    ['$.a.b', ['a', 'b']],
    ['a.b', ['a', 'b']],
    [`$.hasura['claims%']`, ['hasura', 'claims%']],
    [`$.['https://my.app/claims'].user.id`, ['https://my.app/claims', 'user', 'id']],
    ['$["x y"][0].z', ['x y', 0, 'z']],
    [`$['it\\'s']`, [`it's`]],
  ])('reads %s', (text, steps) => {
    expect(parseJsonPath(text)).toEqual(steps)
  })

  it.each(['$.a[', '$..a', `$['a`, '$.'])('refuses %s', (text) => {
    expect(() => parseJsonPath(text)).toThrow(`"${text}" is not a JSON path`)
  })
})

describe('atJsonPath', () => {
  it('finds nested values and nothing on the way to nowhere', () => {
    expect(atJsonPath({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(atJsonPath({ a: null }, ['a', 'b'])).toBeUndefined()
  })

  it('ignores inherited properties', () => {
    expect(atJsonPath({}, ['constructor'])).toBeUndefined()
  })
})
