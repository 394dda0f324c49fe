import { expect, test } from 'vitest'
import { isComposing } from '../../../../app/utils/composition.ts'

test.each([
  ['Enter that ends a composition', { isComposing: true, keyCode: 13 }, true],
  ['the same in Safari', { isComposing: false, keyCode: 229 }, true],
  ['Enter', { isComposing: false, keyCode: 13 }, false],
])('%s', (_what, event, expected) => {
  expect(isComposing(event)).toBe(expected)
})
