import { expect, test } from 'vitest'
import { sampleOf } from './documents.ts'

const documents = [
  'query { goals { id } }',
  ...Array.from({ length: 20 }, (_, index) => `query { goals(limit: ${index}) { id } }`),
  'query { tasks { id } }',
  'mutation { goals { id } }',
]

test('takes one document of so many, and one of every root field of every kind of operation', () => {
  expect(sampleOf(documents, 8)).toEqual([
    documents[0],
    documents[8],
    documents[16],
    'query { tasks { id } }',
    'mutation { goals { id } }',
  ])
})

test('takes all when it is to', () => {
  expect(sampleOf(documents, 1)).toEqual(documents)
})
