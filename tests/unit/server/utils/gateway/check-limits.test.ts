import { getIntrospectionQuery } from 'graphql'
import { describe, expect, test } from 'vitest'
import { checkLimits, limits } from '../../../../../server/utils/gateway/request/check-limits.ts'

const nested = (depth: number) => `${'{a'.repeat(depth)}${'}'.repeat(depth)}`
const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => item(index)).join(' ')

describe('within the limits', () => {
  test.each([
    ['{ goals { id } }', undefined, 'query'],
    ['mutation { delete_goals(where: {}) { affected_rows } }', undefined, 'mutation'],
    ['query A { a } mutation B { b }', 'B', 'mutation'],
    ['subscription { goals { id } }', undefined, 'subscription'],
    [nested(limits.depth), undefined, 'query'],
    [`{ x { ${list(limits.aliases, index => `a${index}: id`)} } }`, undefined, 'query'],
  ])('%.60s', (text, name, kind) => {
    expect(checkLimits(text, name).kind).toBe(kind)
  })

  test('is the introspection of tools, on one condition: it goes no deeper than this', () => {
    expect(
      checkLimits(
        getIntrospectionQuery({
          descriptions: true,
          inputValueDeprecation: true,
          specifiedByUrl: true,
        }),
        undefined,
      ).kind,
    ).toBe('query')
  })
})

describe('over a limit', () => {
  test.each([
    ['depth', nested(limits.depth + 1), 'at most 15 levels deep'],
    [
      'depth through fragments',
      `{a{...A}} fragment A on x {b{...B}} fragment B on x ${nested(limits.depth - 1)}`,
      'levels deep',
    ],
    ['depth of the text itself', nested(7000), 'levels deep'],
    [
      'depth of an operation that is not run',
      `query A { a } query B ${nested(500)}`,
      'levels deep',
      'A',
    ],
    ['depth of fragments without a field', `${'{... '.repeat(500)}{a}${'}'.repeat(500)}`, 'levels deep'],
    [
      'depth of a default that nothing uses',
      `query ($a: x = ${'['.repeat(500)}${']'.repeat(500)}) { a }`,
      'levels deep',
    ],
    [
      'aliases',
      `{ x { ${list(limits.aliases + 1, index => `a${index}: id`)} } }`,
      'at most 200 aliases',
    ],
    ['fields', `{ x { ${list(limits.fields + 1, () => 'id')} } }`, 'at most 2000 fields'],
    ['root fields', `{ ${list(limits.rootFields + 1, () => 'id')} }`, 'fields at the root'],
    [
      'root fields in a fragment',
      `{ ...F } fragment F on x { ${list(limits.rootFields + 1, () => 'id')} }`,
      'fields at the root',
    ],
    [
      'root fields in a fragment that is used twice',
      `{ ...F ...F } fragment F on x { ${list(limits.rootFields / 2 + 1, () => 'id')} }`,
      'fields at the root',
    ],
    [
      'root fields in inline fragments',
      `{ ${list(limits.rootFields + 1, () => '... { id }')} }`,
      'fields at the root',
    ],
    [
      'fields by fragments that double',
      `{ x { ...F0 } } ${list(30, index => `fragment F${index} on x { a { ...F${index + 1} } b { ...F${index + 1} } }`)} fragment F30 on x { id }`,
      'at most 2000 fields',
    ],
  ])('%s', (_name, text, message, operationName?: string) => {
    const start = performance.now()
    expect(() => checkLimits(text, operationName)).toThrow(
      expect.objectContaining({
        code: 'limit-exceeded',
        message: expect.stringContaining(message),
      }),
    )
    expect(performance.now() - start).toBeLessThan(50)
  })

  test.each([
    ['too long', `{ ${list(15_000, () => 'id')} }`, 'parse-failed'],
    ['not GraphQL', '{ goals { id }', 'parse-failed'],
    ['without an operation', 'fragment F on x { id }', 'validation-failed'],
    [
      'two fragments of one name',
      '{ ...A } fragment A on x { id } fragment A on x { secret }',
      'validation-failed',
    ],
    ['two operations of one name', 'query A { a } mutation A { b }', 'validation-failed'],
    ['an operation without a name beside another', '{ a } query B { b }', 'validation-failed'],
    ['a variable twice', 'query ($a: Int = 1, $a: Int = 2) { a(b: $a) }', 'validation-failed'],
    ['an argument twice', '{ a(b: 1, b: 2) }', 'validation-failed'],
    ['a key twice', '{ a(b: {c: 1, c: 2}) }', 'validation-failed'],
    [
      'a fragment in itself',
      '{ ...A } fragment A on x { ...B } fragment B on x { ...A }',
      'validation-failed',
    ],
  ])('%s', (_name, text, code) => {
    expect(() => checkLimits(text, undefined)).toThrow(expect.objectContaining({ code }))
  })

  test('a name that no operation has, or none where there are several', () => {
    expect(() => checkLimits('query A { a } query B { b }', 'C')).toThrow('no operation named C')
    expect(() => checkLimits('query A { a } query B { b }', undefined)).toThrow(
      'several operations',
    )
  })
})
