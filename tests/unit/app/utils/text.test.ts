import { expect, test } from 'vitest'
import {
  containingWords,
  count,
  initials,
  maxSearch,
  quoted,
  shorten,
} from '../../../../app/utils/text.ts'

test('initials are those of the first and the last word', () => {
  expect(['Alice Lindqvist', ' bob ', 'Åsa von Öst', '🦊 Fox', ''].map(initials)).toEqual([
    'AL',
    'B',
    'ÅÖ',
    '🦊F',
    '?',
  ])
})

test('one thing is not many', () => {
  expect([0, 1, 2, 1234].map(amount => count(amount, 'goal'))).toEqual([
    '0 goals',
    '1 goal',
    '2 goals',
    '1,234 goals',
  ])
})

test('a long text is cut between characters', () => {
  expect(shorten('short')).toBe('short')
  expect(shorten('🏃'.repeat(100), 3)).toBe('🏃🏃…')
})

test.each([
  ['run', '%run%'],
  ['  run  far ', '%run%far%'],
  ['a b c d', '%a b c d%'],
  ['100%_\\', '%100\\%\\_\\\\%'],
  ['50%', '%50\\%%'],
])('the words of “%s” become one pattern of LIKE', (text, pattern) => {
  expect(containingWords(text)).toBe(pattern)
})

test('the longest text to search for is not cut, even if each character is escaped', () => {
  expect(containingWords('%'.repeat(maxSearch))).toBe(`%${'\\%'.repeat(maxSearch)}%`)
})

test.each(['x'.repeat(500), '%'.repeat(500), '\\'.repeat(199), 'a b '.repeat(200)])(
  'a pattern has at most 200 characters, four wildcards and no lone escape',
  (text) => {
    const pattern = containingWords(text)
    expect(pattern.length).toBeLessThanOrEqual(200)
    expect(pattern.replaceAll(/\\./g, '').match(/[%_]/g)?.length).toBeLessThanOrEqual(4)
    expect(pattern).toMatch(/^(\\.|[^\\])*$/s)
    expect(pattern.endsWith('%')).toBe(true)
  },
)

test('a title from right to left is kept apart from the sentence around it', () => {
  expect(quoted('Run')).toBe('“Run”')
  expect(quoted('לרוץ')).toBe('“\u2068לרוץ\u2069”')
})
