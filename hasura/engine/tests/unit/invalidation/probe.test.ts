import { describe, expect, test } from 'vitest'
import type { BoolExp, Operand, Value } from '../../../plan/types.ts'
import { probeOf } from '../../../invalidation/probe.ts'
import type { Probe } from '../../../invalidation/types.ts'
import { builtin } from '../../../sql/types-of.ts'

const int = builtin('int4')
const goals = { schema: 'public', name: 'goals' }
const column = (name: string): Operand => ({ kind: 'column', name, type: int, of: 'row' })
const session: Value = { kind: 'session', key: 'session:me', variable: 'me' }
const given = (number: number): Value => ({
  kind: 'constant',
  key: `constant:${number}`,
  text: String(number),
})
const equal = (left: string, value: Value): BoolExp => ({
  kind: 'compare',
  left: column(left),
  operator: '_eq',
  right: { kind: 'value', value, type: int },
  nullAware: false,
})
const changed = {
  oid: '1',
  seenAs: [{ table: goals, columns: new Map([['id', { name: 'id', type: int }]]) }],
}

/** The question for a subscription whose parameters are the session and nothing else. */
function probe(...conditions: BoolExp[]): Probe {
  const reads = conditions.map(condition => ({ table: goals, condition }))
  return probeOf(changed, { kind: 'tables', tables: [], reads }, [session])
}

describe('a write concerns', () => {
  test('those whose values fit its keys', () => {
    const made = probe(equal('id', session), equal('id', given(7)))
    if (made.kind !== 'query') throw new Error(made.kind)
    expect(made.values(['5'])).toEqual(['5', '7'])
    expect(made.statement.text.match(/UNION ALL/g)).toHaveLength(1)
  })

  test.each<[string, readonly BoolExp[]]>([
    ['a place without a condition', [equal('id', session), { kind: 'and', operands: [] }]],
    ['a place with a condition on another column', [equal('title', session)]],
    [
      'a value that cohorts do not keep',
      [equal('id', { kind: 'session', key: 'session:other', variable: 'other' })],
    ],
  ])('everybody, by %s', (_what, conditions) => {
    expect(probe(...conditions)).toEqual({ kind: 'all' })
  })

  test('nobody, when no row can be seen', () => {
    expect(probe({ kind: 'or', operands: [] })).toEqual({ kind: 'none' })
  })

  test('those of a long list in one question', () => {
    const made = probe({
      kind: 'or',
      operands: Array.from({ length: 100 }, (_, number) => equal('id', given(number))),
    })
    expect(made.kind === 'query' && !made.statement.text.includes('UNION')).toBe(true)
  })
})
