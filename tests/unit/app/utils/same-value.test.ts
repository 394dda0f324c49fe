import { expect, test } from 'vitest'
import { isSameValue } from '../../../../app/utils/same-value.ts'

test.each([
  [1, 1, true],
  [null, null, true],
  [null, {}, false],
  ['1', 1, false],
  [['a', 'b'], ['a', 'b'], true],
  [['a', 'b'], ['b', 'a'], false],
  [[], {}, false],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: undefined }, { b: undefined }, false],
])('%j and %j: %j', (one, other, same) => {
  expect(isSameValue(one, other)).toBe(same)
})
