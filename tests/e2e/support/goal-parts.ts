import type { APIRequestContext } from '@playwright/test'
import { createGoal, graphql } from './graphql.ts'

/** A word that no line is wide enough for. */
const endless = 'unbreakable'.repeat(28)

/** Makes a goal that has every kind of part, some with texts that are hard to lay out. */
export async function createWholeGoal(request: APIRequestContext, token: string): Promise<string> {
  const goal = await createGoal(request, token, {
    title: 'Run a marathon',
    metrics: { 'Resting pulse': 52, [endless.slice(0, 90)]: endless },
  })
  const add = async (table: string, row: object) => {
    const { data, errors } = await graphql(
      request,
      token,
      `mutation Add($row: ${table}_insert_input!) { insert_${table}_one(object: $row) { id } }`,
      { row },
    )
    if (errors) throw new Error(`A row of ${table} was refused: ${JSON.stringify(errors)}`)
    return (data?.[`insert_${table}_one`] as { id: string }).id
  }
  let parent: string | undefined
  for (const title of ['Get shoes', 'Measure', 'Ask', endless, 'Deepest'])
    parent = await add('tasks', { goal_id: goal, title, ...(parent && { parent_id: parent }) })
  const run = await add('tasks', {
    goal_id: goal,
    title: 'Long run',
    position: 2,
    priority: 1,
    due_date: '2027-01-03',
    estimated_hours: 3,
    actual_hours: 1.25,
    tags: ['health', endless.slice(0, 50)],
    recurrence: { every: 2, unit: 'month', weekday: 5, nth: -1, until: '2030-12-31' },
    weight: 2,
  })
  await add('task_dependencies', { task_id: run, depends_on_id: parent })
  const kilometres = await add('key_results', {
    goal_id: goal,
    title: 'Kilometres',
    start_value: -1e15,
    target_value: 1e15,
    unit: 'kilometres by the river',
  })
  await add('key_results', { goal_id: goal, title: endless, kind: 'milestone', is_done: true })
  await add('check_ins', {
    goal_id: goal,
    note: endless,
    health: 'at_risk',
    key_result_id: kilometres,
    value: 250.5,
  })
  return goal
}
