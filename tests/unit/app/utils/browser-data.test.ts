import { expect, test } from 'vitest'
import { belongsTo } from '../../../../app/utils/browser-data.ts'

const person = '0d6d2f3e-0000-4000-8000-000000000001'

test.each([
  `goals.drafts.${person}`,
  `goals.drafts.${person}.goal.7`,
  `goals.playground.${person}`,
  `goals.${person}`,
  `goals.draft:${person}:form`,
])('%s is theirs', (key) => {
  expect(belongsTo(key, person)).toBe(true)
})

test.each([
  'goals.drafts.0d6d2f3e-0000-4000-8000-000000000002',
  `other.drafts.${person}`,
  `goals.drafts.${person}0`,
  'goals.theme',
  'nuxt-color-mode',
  '',
  person,
])('%j is not theirs', (key) => {
  expect(belongsTo(key, person)).toBe(false)
})
