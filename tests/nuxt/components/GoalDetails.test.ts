import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import GoalDetails from '~/components/goal/GoalDetails.vue'
import type { GoalPage } from '~/composables/goal/useGoals'
import { startGateway, taskRow } from '../support/gateway.ts'

const goalId = taskRow().goal_id
const dates = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' }

const answers: Record<string, object> = {
  Categories: { categories: [{ __typename: 'categories', id: 'c1', name: 'Sport' }] },
  CheckIns: {
    check_ins: [{
      __typename: 'check_ins',
      id: 'h1',
      goal_id: goalId,
      note: 'A cold.',
      health: 'at_risk',
      key_result_id: 'k1',
      value: 250.5,
      created_by: null,
      ...dates,
      key_result: { __typename: 'key_results', id: 'k1', title: 'Kilometres', unit: 'km' },
    }],
    check_ins_aggregate: {
      __typename: 'check_ins_aggregate',
      aggregate: { __typename: 'check_ins_aggregate_fields', count: 1 },
    },
    goal_members: [],
  },
}
startGateway(({ name }) => ({ data: answers[name] ?? null }))

const keyResult = {
  goal_id: goalId,
  kind: 'number',
  start_value: 0,
  current_value: 250.5,
  target_value: 1000,
  unit: 'km',
  is_done: false,
  weight: 1,
  ...dates,
}

function page(mayWrite: boolean): GoalPage {
  return {
    goal: {
      id: goalId,
      parent_id: 'g0',
      horizon: 'yearly',
      status: 'active',
      title: 'Run the marathon',
      description: '',
      success_criteria: '',
      manual_progress: 25,
      figures: { goal_id: goalId, progress: 41.6, parts: 4 },
      target_date: null,
      position: 1,
      is_inbox: false,
      weight: 3,
      metrics: { 'Resting pulse': 52 },
      category_id: 'c1',
      category: { id: 'c1', name: 'Sport' },
      archived_at: null,
      completed_at: null,
      ...dates,
      parent: null,
      members: [{ user_id: 'u1', goal_id: goalId, role: 'editor' }],
      healths: [{ id: 'h1', health: 'at_risk', created_at: dates.created_at }],
      children: [],
      key_results: [
        { ...keyResult, id: 'k1', title: 'Kilometres', position: 1 },
        { ...keyResult, id: 'k2', title: 'Doctor says yes', position: 2, kind: 'milestone', is_done: true },
      ],
      tasks: [
        { ...taskRow(), id: 't1', title: 'Get shoes', tags: ['gear'], estimated_hours: 3 },
        { ...taskRow(), id: 't2', title: 'Measure', parent_id: 't1', status: 'completed' },
        { ...taskRow(), id: 't3', title: 'Long run', position: 2, recurrence: { every: 1, unit: 'week' } },
      ],
    },
    links: [{
      id: 'l1',
      task_id: 't3',
      depends_on_id: 't1',
      depends_on: { id: 't1', title: 'Get shoes', status: 'pending', goal_id: goalId },
    }],
    ancestors: [],
    above: undefined,
    mayWrite,
  } as unknown as GoalPage
}

async function mountPage(mayWrite: boolean) {
  const Page = defineComponent(() => () => h(GoalDetails, { page: page(mayWrite), today: '2026-11-26' }))
  const wrapper = await mountSuspended(Page)
  await vi.waitFor(() => expect(wrapper.text()).toContain('A cold.'))
  await flushPromises()
  return wrapper
}

test('a goal’s page says all of its parts', async () => {
  const wrapper = await mountPage(false)
  const text = wrapper.text().replaceAll(/\s+/g, ' ')
  for (const part of [
    '1 of 2 reached',
    '42 %',
    'The mean of 4 parts',
    '25 %',
    '1 of 3 done',
    'Subtasks done: 1 of 1',
    'Hours: 3 h',
    'Tag: gear',
    'Repeats: Every week',
    'Waits for “Get shoes”',
    'Kilometres: 250.5 km',
    'At risk',
    'Resting pulse',
    'Sport',
  ]) expect(text).toContain(part)
  expect(wrapper.findAll('[data-row][aria-level]').map(row => row.attributes('aria-level'))).toEqual(['1', '2', '1'])
})

test('whoever may not write finds nothing to write into', async () => {
  const controls = 'input, textarea, button:not([aria-label])'
  const wrapper = await mountPage(false)
  const left = wrapper.findAll(controls).map(control => control.text())
  // What opens the history only reads.
  expect(left).toEqual(['History'])
  expect((await mountPage(true)).findAll(controls).length).toBeGreaterThan(10)
})
