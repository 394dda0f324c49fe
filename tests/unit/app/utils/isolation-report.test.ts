import { expect, test } from 'vitest'
import {
  closingLine,
  filtered,
  namesIn,
  verdictTables,
  type ReportedCell,
} from '../../../../app/utils/isolation-report.ts'

const cell = (changes: Partial<ReportedCell>): ReportedCell => ({
  person: 'alice',
  relation: 'owner',
  role: 'member',
  table: 'goals',
  operation: 'select',
  transport: 'http',
  allowed: 1,
  denied: 2,
  problems: [],
  ...changes,
})
const cells = [
  cell({}),
  cell({ operation: 'update' }),
  cell({ person: 'bob', relation: 'stranger' }),
  cell({ transport: 'websocket' }),
  cell({ table: 'tasks', role: 'viewer' }),
]

test('the closing line is the command\'s', () => {
  expect(closingLine({ cells: 5, hold: 4, leaks: 1, allowed: 0, denied: 0 })).toBe(
    'isolation: 4 of 5 cells hold, 1 leaks',
  )
})

test('verdicts are a table for each table and transport, with a gap where there is no cell', () => {
  const [goals, overSocket, tasks, ...others] = verdictTables(cells)
  expect(others).toEqual([])
  expect(goals).toMatchObject({ table: 'goals', transport: 'http', operations: ['select', 'update'] })
  expect(
    goals!.lines.map(line => [line.person, line.relation, line.cells.map(one => one?.operation)]),
  ).toEqual([
    ['alice', 'owner', ['select', 'update']],
    ['bob', 'stranger', ['select', undefined]],
  ])
  expect([overSocket!.transport, tasks!.table]).toEqual(['websocket', 'tasks'])
})

test('a filter takes all for an empty name', () => {
  expect(filtered(cells, { role: '', table: '' })).toHaveLength(5)
  expect(filtered(cells, { role: 'member', table: 'tasks' })).toEqual([])
  expect(filtered(cells, { role: '', table: 'tasks' })).toEqual([cells[4]])
  expect(namesIn(cells, 'role')).toEqual(['member', 'viewer'])
})
