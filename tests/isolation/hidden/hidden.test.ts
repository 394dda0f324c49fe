import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql'
import { argumentSchema, printArgumentSchema } from '../../../app/graphql/tools/argument-schema.ts'
import { person } from '../support/pairs.ts'
import { startStack, type Stack } from '../support/stack.ts'
import { openTransports } from '../support/target.ts'
import { compareHidden, toldLines, type HiddenCell } from './compare.ts'
import { hiddenLine, proveHidden, weakenGateway } from './prove.ts'
import { plantBelow } from './rows.ts'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
  await plantBelow(stack.client)
})
afterAll(() => stack.close())

describe('the comparison', () => {
  test('detects that the engine, like Hasura, reveals hidden rows unless the permission starts from the caller\'s id', async () => {
    const cells = await compareHidden(
      stack,
      'engine',
      ({ operator, path }, { role }) =>
        role === 'member' && operator === '_like' && path === 'query',
    )
    expect(new Set(cells.filter(({ told }) => told.length > 0).map(({ table }) => table))).toEqual(
      new Set([
        'audit_log',
        'closed_goals',
        'deleted_goals',
        'deleted_tasks',
        'goals',
        'received_invitations',
        'tasks',
      ]),
    )
  }, 120_000)

  test('detects each check of the gateway that is removed', async () => {
    const verdicts = await weakenGateway(stack)
    expect(verdicts.filter(({ isDetected }) => !isDetected)).toEqual([])
    expect(/(\d+ of \d+) removals detected/.exec(readme)?.[1]).toBe(
      `${verdicts.length} of ${verdicts.length}`,
    )
  }, 120_000)

  test('knows the schema that the engine serves (npm run graphql:generate)', async () => {
    const { send, close } = openTransports(stack.engine)
    const schemas = await Promise.all(
      ['vera', 'bob', 'olga'].map(async (name) => {
        const { data } = await send('http', person(name), getIntrospectionQuery())
        return buildClientSchema(data as unknown as IntrospectionQuery)
      }),
    )
    await close()
    const committed = readFileSync(
      new URL('../../../server/utils/gateway/request/arguments/schema.json', import.meta.url),
      'utf8',
    )
    expect(printArgumentSchema(argumentSchema(schemas))).toBe(committed)
  })
})

describe('errors and answers do not depend on hidden rows', () => {
  let cells: HiddenCell[]

  beforeAll(async () => {
    cells = await proveHidden(stack)
  }, 600_000)

  test('for every table, operator, path and role, on a small and on a large database', () => {
    console.log(hiddenLine(cells))
    expect(toldLines(cells)).toEqual([])
  })

  test('in as many cells as the README says', () => {
    expect(/(\d+ of \d+) queries get/.exec(readme)?.[1]).toBe(`${cells.length} of ${cells.length}`)
  })
})
