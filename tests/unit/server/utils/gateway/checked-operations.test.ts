import { expect, test } from 'vitest'
import { findOperation } from '../../../../../server/utils/gateway/request/checked-operations.ts'
import { readOperation } from '../../../../../server/utils/gateway/request/read-operations.ts'
import { heapUsed } from '../../../../support/heap.ts'

/** A document of 10 kB; every index gives another one. */
const large = (index: number, ...path: readonly string[]) =>
  `{ x${index}: ${path.join(' { ')} { ${'id  '.repeat(1500)} ${'}'.repeat(path.length)} }`.padEnd(
    10_000,
  )

test('an accepted document is parsed once', () => {
  const query = '{ goals { id } }'
  readOperation({ query })
  const kept = findOperation(query, undefined)
  readOperation({ query })
  expect(kept).toBeDefined()
  expect(findOperation(query, undefined)).toBe(kept)
})

test('refused documents leave nothing behind', () => {
  const before = heapUsed()
  for (let index = 0; index < 1000; index += 1) {
    const query = large(index, 'goals', 'children', 'parent', 'children')
    expect(() => readOperation({ query })).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    )
  }
  expect(heapUsed() - before).toBeLessThan(5_000_000)
})

test('accepted documents take no more than their cache may', () => {
  const before = heapUsed()
  const id = '2f1d1a52-6f0b-4c5a-9d5e-1f6f1f0c9a11'
  for (let index = 0; index < 1000; index += 1)
    readOperation({ query: large(index, `goals_by_pk(id: "${id}")`) })
  expect(heapUsed() - before).toBeLessThan(60_000_000)
})
