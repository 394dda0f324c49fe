import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permissionsOf } from '../../hasura/permissions/model.ts'
import { lint } from './lint/lint.ts'
import { probe, type Cell } from './matrix.ts'
import { closingLine, summaryOf, uncontrolled } from './report.ts'
import { startLocalProof, type LocalProof } from './support/local.ts'
import { policy } from './support/policy.ts'
import { readmeSays } from './support/readme.ts'
import type { TableName } from './support/table-policy.ts'

let proof: LocalProof
let cells: Cell[]

beforeAll(async () => {
  proof = await startLocalProof()
  cells = await probe(proof)
}, 600_000)
afterAll(() => proof.close())

describe('isolation', () => {
  test('holds in every cell', () => {
    console.log(closingLine(summaryOf(cells)))
    expect(
      cells.flatMap(cell =>
        cell.problems.map(
          problem => `${cell.person.name} over ${cell.transport}, ${cell.operation}: ${problem}`,
        ),
      ),
    ).toEqual([])
  })

  test('holds in as many cells as the README says', () => {
    expect(readmeSays('cells hold, 0 leaks')).toBe(`${cells.length} of ${cells.length}`)
  })

  test('has a positive control for every denial, except where the policy grants nothing', () => {
    const nobody = (operation: string, table: TableName) =>
      ({
        'insert': !policy[table].insert,
        'upsert': !policy[table].insert,
        'nested insert': ['user_goals', 'categories', 'goal_grants'].includes(table),
        'update': !policy[table].update,
        'update_by_pk': !policy[table].update,
        'update_many': !policy[table].update,
        'returning': !policy[table].update,
        'delete': !policy[table].remove,
        'delete_by_pk': !policy[table].remove,
        'aggregate': policy[table].aggregates.length === 0,
      })[operation] ?? false
    const unexpected = uncontrolled(cells).filter((what) => {
      const [, operation, table] = /^(.+) of (\w+) over/.exec(what)!
      return !nobody(operation!, table as TableName)
    })
    expect(unexpected).toEqual([])
  })

  test('covers every table and every role of the metadata', () => {
    const probed = new Set(cells.map(cell => `${cell.table} ${cell.person.role}`))
    const granted = permissionsOf(proof.metadata).map(
      permission => `${permission.table} ${permission.role}`,
    )
    expect(granted.filter(key => !probed.has(key))).toEqual([])
  })

  test('rests on metadata and a database without a broken rule', async () => {
    const verdicts = await lint(proof)
    expect(verdicts.filter(({ findings }) => findings.length > 0)).toEqual([])
    expect(readmeSays('rules hold')).toBe(`${verdicts.length} of ${verdicts.length}`)
  })
})
