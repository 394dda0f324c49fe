import { expect, test } from 'vitest'
import { dayError, fieldErrors, textError, titleError } from '../../../../app/utils/goal-input.ts'

test('a title has 1 to 500 characters, however they are encoded', () => {
  expect(titleError('  ')).toBe('Give it a title.')
  expect(titleError('x'.repeat(500))).toBeUndefined()
  expect(titleError(` ${'🏃'.repeat(500)} `)).toBeUndefined()
  expect(titleError('x'.repeat(501))).toBe('Shorten the title to 500 characters: it has 501.')
})

test('a text has at most 20,000 characters', () => {
  expect(textError('x'.repeat(20_000))).toBeUndefined()
  expect(textError('x'.repeat(1_000_000))).toBe(
    'Shorten this to 20,000 characters: it has 1,000,000.',
  )
})

test('a day may be left out, and must exist', () => {
  expect(dayError('')).toBeUndefined()
  expect(dayError('2026-02-28')).toBeUndefined()
  expect(dayError('2026-02-30')).toBe('There is no such day. Write it as year-month-day.')
})

test('only fields with an error remain', () => {
  expect(fieldErrors({ title: 'Give it a title.', notes: undefined })).toEqual({
    title: 'Give it a title.',
  })
})
