import { expect, test } from 'vitest'
import { limits } from '../../../../../server/utils/graphql/check-limits.ts'
import { parsedDocument } from '../../../../../server/utils/graphql/parsed-documents.ts'
import { readOperation } from '../../../../../server/utils/graphql/read-operations.ts'
import { heapUsed } from '../../../../support/heap.ts'

/** A document of 10 kB; every index gives another one. */
const large = (index: number, ...path: readonly string[]) => (
  `{ x${index}: ${path.join(' { ')} { ${'id  '.repeat(1500)} ${'}'.repeat(path.length)} }`.padEnd(10_000))

test('a document is parsed once', () => {
  expect(parsedDocument('{ goals { id } }', limits.tokens)).toBe(parsedDocument('{ goals { id } }', limits.tokens))
})

test('refused documents leave nothing behind', () => {
  const before = heapUsed()
  for (let index = 0; index < 1000; index += 1) {
    const query = large(index, 'goals', 'children', 'parent', 'children')
    expect(() => readOperation({ query })).toThrow(expect.objectContaining({ code: 'limit-exceeded' }))
  }
  expect(heapUsed() - before).toBeLessThan(5_000_000)
})

test('accepted documents take no more than their cache may', () => {
  const before = heapUsed()
  for (let index = 0; index < 1000; index += 1) readOperation({ query: large(index, 'goals_by_pk(id: "x")') })
  expect(heapUsed() - before).toBeLessThan(60_000_000)
})
