import { expect, test } from 'vitest'
import { tagsError, tagsOf, tagsOfRow, tagsText } from '../../../../app/utils/tags.ts'

test('tags are one a line, trimmed, each once; the unfinished one counts', () => {
  expect(tagsText(['a', 'b c'])).toBe('a\nb c\n')
  expect(tagsOf('a\nb c\n')).toEqual(['a', 'b c'])
  expect(tagsOf(' a \na\n\n b')).toEqual(['a', 'b'])
  expect(tagsOf('')).toEqual([])
})

test('a column that is no list has no tags', () => {
  expect([null, 'a', { a: 1 }, [1, 'a']].map(tagsOfRow)).toEqual([[], [], [], ['a']])
})

test('a mistake is named', () => {
  const many = Array.from({ length: 21 }, (_, index) => `tag ${index}`)
  expect(tagsError(tagsText(many.slice(1)))).toBeUndefined()
  expect(tagsError(tagsText(many))).toBe('Keep at most 20 tags: there are 21.')
  expect(tagsError('a'.repeat(51))).toBe('Shorten each tag to 50 characters.')
})
