import { expect, test } from 'vitest'
import { count, initials, shorten } from '../../../../app/utils/text.ts'

test('initials are those of the first and the last word', () => {
  expect(['Alice Lindqvist', ' bob ', 'Åsa von Öst', '🦊 Fox', ''].map(initials)).toEqual(['AL', 'B', 'ÅÖ', '🦊F', '?'])
})

test('one thing is not many', () => {
  expect([0, 1, 2, 1234].map(amount => count(amount, 'goal'))).toEqual(['0 goals', '1 goal', '2 goals', '1,234 goals'])
})

test('a long text is cut between characters', () => {
  expect(shorten('short')).toBe('short')
  expect(shorten('🏃'.repeat(100), 3)).toBe('🏃🏃…')
})
