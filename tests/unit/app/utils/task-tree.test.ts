import { describe, expect, test } from 'vitest'
import type { TaskStatus } from '../../../../app/utils/statuses.ts'
import { placementOf, taskLines, type TaskStep, type TreeTask } from '../../../../app/utils/task-tree.ts'

/** `a`, `a.b` below it: the last letter names the task, the one before it its parent. */
function tasks(...paths: [path: string, position: number, status?: TaskStatus][]): TreeTask[] {
  return paths.map(([path, position, status = 'pending']) => {
    const [id, parent] = path.split('.').toReversed()
    return { id: id!, parent_id: parent ?? null, status, position, created_at: '2026-11-20' }
  })
}

const shape = (given: TreeTask[], isWhole?: boolean) =>
  taskLines(given, isWhole).map(({ task, level }) => `${'-'.repeat(level - 1)}${task.id}`)

function step(given: TreeTask[], id: string, way: TaskStep) {
  const lines = taskLines(given)
  const line = lines.find(({ task }) => task.id === id)!
  return placementOf(line, way, of => lines.find(({ task }) => task.id === of)?.children ?? [])
}

describe('the lines of the tree', () => {
  test('each task comes after the one above it, by position, closed ones last', () => {
    const given = tasks(['b', 2], ['a', 1, 'completed'], ['b.c', 2], ['b.d', 1], ['c.e', 1, 'cancelled'])
    expect(shape(given)).toEqual(['b', '-d', '-c', '--e', 'a'])
  })

  test('tell how many levels a task takes up', () => {
    const lines = taskLines(tasks(['a', 1], ['a.b', 1], ['b.c', 1], ['d', 2]))
    expect(lines.map(({ height }) => height)).toEqual([3, 2, 1, 1])
  })

  test('leave out what lost the task above it, unless there may be more tasks than these', () => {
    const given = tasks(['a', 1], ['gone.b', 1], ['b.c', 1])
    expect(shape(given)).toEqual(['a'])
    expect(shape(given, false)).toEqual(['a', 'b', '-c'])
  })
})

describe('a step', () => {
  const given = tasks(['a', 1], ['b', 2], ['c', 3], ['a.x', 1], ['a.y', 2])

  test.each([
    ['b', 'in', { parent_id: 'a', position: 3, others: [] }],
    ['x', 'out', { parent_id: null, position: 1.5, others: [] }],
    ['c', 'up', { parent_id: null, position: 1.5, others: [] }],
    ['a', 'down', { parent_id: null, position: 2.5, others: [] }],
    ['b', 'down', { parent_id: null, position: 4, others: [] }],
    ['b', 'up', { parent_id: null, position: 0, others: [] }],
    ['a', 'in', undefined],
    ['a', 'out', undefined],
    ['a', 'up', undefined],
    ['c', 'down', undefined],
  ] as const)('%s goes %s', (id, way, place) => {
    expect(step(given, id, way)).toEqual(place)
  })

  test('numbers the others anew when there is no room between two', () => {
    const same = tasks(['a', 0], ['b', 0], ['c', 0])
    expect(step(same, 'c', 'up')).toEqual({
      parent_id: null,
      position: 2,
      others: [{ id: 'a', position: 1 }, { id: 'b', position: 3 }],
    })
  })

  test('goes no deeper than five levels, with what is below the task', () => {
    const deep = tasks(['a', 1], ['a.b', 1], ['b.c', 1], ['c.d', 1], ['c.e', 2], ['e.f', 1])
    expect(step(deep, 'e', 'in')).toBeUndefined()
    expect(step(tasks(['a', 1], ['a.b', 1], ['a.e', 2], ['e.f', 1]), 'e', 'in')).toBeDefined()
  })

  test('does not mix open and closed tasks', () => {
    expect(step(tasks(['a', 1], ['b', 2, 'completed']), 'a', 'down')).toBeUndefined()
  })
})
