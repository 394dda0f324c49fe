import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test } from 'vitest'
import ProgressChart from '~/components/goal/ProgressChart.vue'
import { startGateway } from '../support/gateway.ts'

const goalId = '33333333-3333-4333-8333-333333333333'
const row = (day: string, progress: number) => ({ __typename: 'goal_progress', goal_id: goalId, day, progress })
let days: object[]

const sent = startGateway(() => ({ data: { goal_progress: days, before: [row('2026-08-01', 5)] } }))

const mounted = () =>
  mountSuspended(ProgressChart, {
    props: { goalId, now: 40, color: 'teal', today: '2026-11-27' },
  })

test('the last 90 days are drawn, and told by a table', async () => {
  days = [row('2026-11-20', 33.4), row('2026-11-24', 40)]
  const chart = await mounted()
  await expect.poll(() => chart.findAll('tbody tr').map(line => line.text())).toEqual([
    'Saturday 1 August5 %',
    'Friday 20 November33 %',
    'Tuesday 24 November40 %',
  ])
  expect(sent.at(-1)?.variables).toEqual({ goal: goalId, since: '2026-08-30' })
  expect(chart.findAll('path').every(path => path.attributes('d')?.startsWith('M0 45.6L'))).toBe(true)
})

test('nothing is drawn of what has never changed', async () => {
  days = []
  const chart = await mounted()
  await expect.poll(() => sent.length).toBeGreaterThan(1)
  expect(chart.find('figure').exists()).toBe(false)
})
