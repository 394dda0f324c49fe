// Real goals, and figures that were worked out with pencil and paper.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { importGoals, type Send } from '../../../../dev/import/import-goals.ts'
import { readGoalRows } from '../../../../dev/import/rows.ts'
import { createTestGraphQL, type Ask } from '../../../support/graphql.ts'
import { addUser } from '../../../support/rows.ts'

test('the figure of a goal of the United Nations is the mean of its targets', async ({ skip, onTestFinished }) => {
  const file = process.env.GOALS_CSV
  skip(!file, 'GOALS_CSV does not name a file of the Sustainable Development Goals')
  const graphql = await createTestGraphQL()
  onTestFinished(() => graphql.close())
  const ask = graphql.as('member', await addUser(graphql.database.pool, 'alice'))

  // Goals and targets come in as goals ("1", "1.1"), and indicators ("1.1.1") as the targets' tasks.
  const rows = readGoalRows(readFileSync(file!, 'utf8'))
  const isIndicator = ({ code }: { code: string }) => code.split('.').length === 3
  const { imported } = await importGoals(rows.filter(row => !isIndicator(row)), ask as Send)
  expect(imported).toBeGreaterThan(0)
  const { data } = await ask<{ goals: { id: string, title: string }[] }>('{ goals { id title } }')
  const idOf = (code: string) =>
    data!.goals.find(({ title }) => title === rows.find(row => row.code === code)!.title)!.id
  const ofFirstGoal = rows.filter(row => isIndicator(row) && row.code.startsWith('1.'))
  const added = await ask(
    'mutation ($tasks: [tasks_insert_input!]!) { insert_tasks(objects: $tasks) { affected_rows } }',
    { tasks: ofFirstGoal.map(({ title, parentCode }) => ({ title, goal_id: idOf(parentCode) })) },
  )
  expect(added).toEqual({ data: { insert_tasks: { affected_rows: ofFirstGoal.length } } })

  const complete = async (code: string) => {
    const { title, parentCode } = rows.find(row => row.code === code)!
    expect(await ask(
      'mutation ($goal: uuid!, $title: String!) { update_tasks(where: {goal_id: {_eq: $goal}, title: {_eq: $title}}, _set: {status: "completed"}) { affected_rows } }',
      { goal: idOf(parentCode), title },
    )).toEqual({ data: { update_tasks: { affected_rows: 1 } } })
  }
  const figure = (code: string) => figureOf(ask, idOf(code))

  // Goal 1 has seven targets of the same weight: 1.1 to 1.5, 1.a and 1.b.
  expect(await figure('1')).toEqual({ progress: 0, parts: Array(7).fill({ weight: 1, share: 14.29 }) })
  // 1.1 has one indicator: with it the target is reached, 100 ÷ 7 = 14.2857…
  await complete('1.1.1')
  expect(await figure('1.1')).toMatchObject({ progress: 100 })
  expect(await figure('1')).toMatchObject({ progress: 14.29 })
  // 1.2 has two: with one of them it is half reached, (100 + 50) ÷ 7 = 21.4285…
  await complete('1.2.1')
  expect(await figure('1.2')).toMatchObject({ progress: 50 })
  expect(await figure('1')).toMatchObject({ progress: 21.43 })
  // 1.5 has four: with one of them (100 + 50 + 25) ÷ 7 = 25.
  await complete('1.5.4')
  expect(await figure('1')).toMatchObject({ progress: 25 })
  expect(await figure('2')).toMatchObject({ progress: 0 })
})

async function figureOf(ask: Ask, goal: string) {
  const { data } = await ask<{
    goals_by_pk: {
      figures: { progress: unknown }
      parts: { weight: unknown, share: unknown }[]
    }
  }>(
    'query ($goal: uuid!) { goals_by_pk(id: $goal) { figures { progress } parts { weight share } } }',
    { goal },
  )
  const { figures, parts } = data!.goals_by_pk
  return {
    progress: Number(figures.progress),
    parts: parts.map(({ weight, share }) => ({
      weight: Number(weight),
      share: Number(share),
    })),
  }
}
