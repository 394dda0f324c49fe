import { describe, expect, test } from 'vitest'
import type { BoolExp, Operand } from '../../../plan/types.ts'
import { weakened } from '../../../invalidation/weaken.ts'
import { builtin } from '../../../sql/types-of.ts'

const int = builtin('int4')
const column = (name: string, of: 'row' | 'root' = 'row'): Operand => ({
  kind: 'column',
  name,
  type: int,
  of,
})
const me: Operand = {
  kind: 'value',
  value: { kind: 'session', key: 'session:x-hasura-user-id', variable: 'x-hasura-user-id' },
  type: int,
}
const equal = (left: Operand, right: Operand): BoolExp => ({
  kind: 'compare',
  left,
  operator: '_eq',
  right,
  nullAware: false,
})
const mine = (name: string) => equal(column(name), me)
const goals = { schema: 'public', name: 'goals' }
const related = (local: string, where: BoolExp): BoolExp => ({
  kind: 'exists',
  relation: {
    source: { kind: 'table', table: goals },
    mapping: [{ local: { name: local, type: int }, remote: { name: 'id', type: int } }],
  },
  permission: undefined,
  where,
})
const all = (...operands: BoolExp[]): BoolExp => ({ kind: 'and', operands })
const any = (...operands: BoolExp[]): BoolExp => ({ kind: 'or', operands })
const known = (name: string) => name === 'id' || name === 'goal'

describe('of a filter is left', () => {
  const function_: Operand = {
    kind: 'function',
    call: { function: goals, arguments: [{ kind: 'row' }] },
    type: int,
  }
  test.each<[string, BoolExp, BoolExp | undefined]>([
    ['a comparison of a known column', mine('id'), mine('id')],
    ['what is known of a conjunction', all(mine('id'), mine('title')), all(mine('id'))],
    [
      'a question about rows that a known column leads to, whole',
      related('goal', mine('title')),
      related('goal', mine('title')),
    ],
    [
      'an OR whose arms all say something',
      any(all(mine('id'), mine('title')), mine('goal')),
      any(all(mine('id')), mine('goal')),
    ],
    [
      'the OR of a union',
      {
        kind: 'union',
        source: { kind: 'table', table: goals },
        key: [{ name: 'id', type: int }],
        operands: [mine('goal'), related('id', all())],
      },
      any(mine('goal'), related('id', all())),
    ],
    [
      'a negation of what is known',
      { kind: 'not', operand: any(mine('id'), mine('goal')) },
      { kind: 'not', operand: any(mine('id'), mine('goal')) },
    ],
    ['a permission that hides everything', any(), any()],
  ])('%s', (_what, condition, left) => {
    expect(weakened(condition, known)).toEqual(left)
  })

  test.each<[string, BoolExp]>([
    ['an unknown column', mine('title')],
    ['a comparison with an unknown column', equal(column('id'), column('title'))],
    ['an OR with an arm that says nothing', any(mine('id'), mine('title'))],
    [
      'a negation that looks at more than is known',
      { kind: 'not', operand: all(mine('id'), mine('title')) },
    ],
    ['rows that an unknown column leads to', related('title', mine('id'))],
    [
      'rows that no column leads to',
      {
        kind: 'exists',
        relation: { source: { kind: 'table', table: goals }, mapping: [] },
        permission: undefined,
        where: mine('id'),
      },
    ],
    [
      'the outermost row of a permission',
      related('goal', equal(column('id'), column('id', 'root'))),
    ],
    ['a function of the row', equal(function_, me)],
    [
      'a column that is hidden by an unknown one',
      equal({ kind: 'masked', operand: column('id'), when: mine('title'), type: int }, me),
    ],
    ['no condition', all()],
  ])('nothing: %s', (_what, condition) => {
    expect(weakened(condition, known)).toBeUndefined()
  })
})
