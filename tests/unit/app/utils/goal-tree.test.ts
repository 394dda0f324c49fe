import { describe, expect, test } from 'vitest'
import {
  buildTree,
  familyOf,
  visibleRows,
  type TreeFilter,
  type TreeGoal,
} from '../../../../app/utils/goal-tree.ts'

const everything: TreeFilter = { text: '', horizons: [], statuses: [] }

function goal(id: string, parent: string | null = null, more: Partial<TreeGoal> = {}): TreeGoal {
  return {
    id,
    parent_id: parent,
    title: id,
    horizon: 'yearly',
    status: 'active',
    position: 0,
    created_at: id,
    ...more,
  }
}

const goals = [
  goal('a'),
  goal('a1', 'a', { horizon: 'quarterly', position: 2 }),
  goal('a2', 'a', { horizon: 'quarterly', position: 1, status: 'completed' }),
  goal('a2x', 'a2', { horizon: 'weekly', title: 'Long run' }),
  goal('b', 'of somebody else', { horizon: 'monthly' }),
]
const shown = (filter: TreeFilter, isOpen = () => true) =>
  visibleRows(buildTree(goals), isOpen, filter).map(
    row => `${'  '.repeat(row.level - 1)}${row.goal.id}`,
  )

describe('the tree', () => {
  test('puts sub-goals below their goal, by position, and far horizons first', () => {
    expect(shown(everything)).toEqual(['a', '  a2', '    a2x', '  a1', 'b'])
  })

  test('loses no goal to a circle', () => {
    const circle = [goal('x', 'y'), goal('y', 'x'), goal('z', 'z')]
    expect(
      visibleRows(buildTree(circle), () => true, everything)
        .map(row => row.goal.id)
        .sort(),
    ).toEqual(['x', 'y', 'z'])
  })

  test('tells each row its place, as ARIA counts', () => {
    const [a, a2] = visibleRows(buildTree(goals), () => true, everything)
    expect(a).toMatchObject({ level: 1, setSize: 2, position: 1, children: 2, state: 'open' })
    expect(a2).toMatchObject({ level: 2, setSize: 2, position: 1, children: 1, state: 'open' })
  })

  test('shows only what is open', () => {
    expect(shown(everything, () => false)).toEqual(['a', 'b'])
  })
})

describe('a filter', () => {
  test('finds words in any order and shows the way to what it found, also where it is folded', () => {
    expect(shown({ ...everything, text: 'run LONG' }, () => false)).toEqual([
      'a',
      '  a2',
      '    a2x',
    ])
  })

  test('marks what was found apart from the way to it', () => {
    const rows = visibleRows(buildTree(goals), () => true, {
      ...everything,
      statuses: ['completed'],
    })
    expect(rows.map(row => [row.goal.id, row.found])).toEqual([
      ['a', false],
      ['a2', true],
    ])
  })

  test('can leave nothing', () => {
    expect(shown({ text: 'run', horizons: ['yearly'], statuses: [] })).toEqual([])
  })
})

test('a goal and all below it are its family', () => {
  expect([...familyOf(goals, 'a')].sort()).toEqual(['a', 'a1', 'a2', 'a2x'])
  expect([...familyOf(goals, 'b')]).toEqual(['b'])
})
