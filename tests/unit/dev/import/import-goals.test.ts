import { expect, test } from 'vitest'
import { importGoals, type Send } from '../../../../dev/import/import-goals.ts'
import type { GoalRow } from '../../../../dev/import/rows.ts'

function row(code: string, parentCode: string, title = code): GoalRow {
  return { line: 1, code, parentCode, title, targetDate: '', successCriteria: '' }
}

/**
 * A server that refuses a whole batch when one of its titles is "bad"; the id of a goal is its
 * title.
 */
function server() {
  const goals: Record<string, unknown>[] = []
  let requests = 0
  const send: Send = (query, variables) => {
    if (query.startsWith('query')) {
      const known = goals.map(({ title, parent_id: parent }) => ({
        id: String(title),
        title: String(title),
        parent_id: parent as string | null,
      }))
      return Promise.resolve({ data: { goals: known } })
    }
    requests += 1
    const batch = variables.goals as Record<string, unknown>[]
    if (batch.some(({ title }) => title === 'bad'))
      return Promise.resolve({ errors: [{ message: 'Title is bad.' }] })
    goals.push(...batch)
    return Promise.resolve({
      data: { insert_goals: { returning: batch.map(({ title }) => ({ id: String(title) })) } },
    })
  }
  return { goals, send, requests: () => requests }
}

test('parents come before their children, whatever the order of the rows', async () => {
  const { goals, send, requests } = server()
  expect(await importGoals([row('1.1.1', '1.1'), row('1.1', '1'), row('1', '')], send)).toEqual({
    imported: 3,
    existing: 0,
    refused: [],
  })
  expect(goals.map(({ title, parent_id, horizon }) => [title, parent_id, horizon])).toEqual([
    ['1', null, 'yearly'],
    ['1.1', '1', 'quarterly'],
    ['1.1.1', '1.1', 'monthly'],
  ])
  expect(requests()).toBe(3)
})

test('a refused row is named, its neighbours come in, and its children hang one level higher', async () => {
  const { goals, send } = server()
  const bad = row('1.2', '1', 'bad')
  const result = await importGoals(
    [row('1', ''), row('1.1', '1'), bad, row('1.3', '1'), row('1.2.1', '1.2')],
    send,
  )
  expect(result).toEqual({
    imported: 4,
    existing: 0,
    refused: [{ row: bad, message: 'Title is bad.' }],
  })
  expect(goals.find(({ title }) => title === '1.2.1')).toMatchObject({ parent_id: '1' })
})

test('rows whose parents form a circle are named', async () => {
  const circle = [row('1', '2'), row('2', '1')]
  const { refused } = await importGoals(circle, server().send)
  expect(refused.map(one => one.row)).toEqual(circle)
})

test('the same file again adds only what is new', async () => {
  const { goals, send } = server()
  const file = [row('1', ''), row('1.1', '1'), row('2', '', 'Twin'), row('3', '', 'Twin')]
  await importGoals(file, send)
  expect(await importGoals([...file, row('1.1.1', '1.1')], send)).toEqual({
    imported: 1,
    existing: 4,
    refused: [],
  })
  expect(goals).toHaveLength(5)
  expect(goals.at(-1)).toMatchObject({ title: '1.1.1', parent_id: '1.1' })
})
