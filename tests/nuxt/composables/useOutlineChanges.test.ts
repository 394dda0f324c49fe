import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { defineComponent } from 'vue'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { useGoalActions } from '~/composables/goal/useGoalActions'
import { useGoalOutline } from '~/composables/goal/useGoals'
import { maxFollowed } from '~/composables/goal/useOutlineChanges'
import { startGateway } from '../support/gateway.ts'

/** Makes an outline too long to be sent again with each change. */
const others = () => Array.from({ length: maxFollowed }, (_, index) => goalRow(`other ${index}`))

const start = Date.parse('2026-01-02T00:00:00Z')

/** The person's goals as the server has them, newest first. */
let goals: ReturnType<typeof goalRow>[]

const sent = startGateway(({ name, variables }) => {
  const memberships = goals.map(goal => ({
    __typename: 'user_goals',
    user_id: 'me',
    goal_id: goal.id,
    role: 'owner',
    goal,
  }))
  switch (name) {
    case 'GoalOutline':
      return { data: { user_goals: memberships } }
    case 'GoalChanges':
      return {
        data: {
          goals: goals
            .filter(goal => goal.updated_at >= String(variables.since))
            .toSorted((a, b) => b.updated_at.localeCompare(a.updated_at))
            .slice(0, Number(variables.limit)),
          goal_progress: goals.slice(0, 2).map(goal => ({
            __typename: 'goal_progress',
            goal_id: goal.id,
            day: '2026-01-02',
            goal: { __typename: 'goals', id: goal.id, figures: goal.figures },
          })),
          newest: memberships.slice(0, 1).map(({ goal, ...membership }) => membership),
          user_goals_aggregate: {
            __typename: 'user_goals_aggregate',
            aggregate: { __typename: 'user_goals_aggregate_fields', count: goals.length },
          },
        },
      }
    default:
      return { data: { update_goals_by_pk: { ...goalRow('elsewhere'), description: '', success_criteria: '' } } }
  }
})

function goalRow(id: string, minutes = 0) {
  return {
    __typename: 'goals',
    id,
    parent_id: null,
    horizon: 'weekly',
    status: 'active',
    title: `Goal ${id}`,
    manual_progress: null,
    target_date: null,
    position: 1,
    is_inbox: false,
    archived_at: null,
    figures: { __typename: 'goal_figures', goal_id: id, progress: 0, parts: 0 },
    weight: null,
    metrics: null,
    category_id: null,
    category: null,
    parent: null,
    completed_at: null,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: new Date(start + minutes * 60_000).toISOString(),
  }
}

let mounted: { unmount: () => void }
afterEach(() => mounted.unmount())

const asked = (name: string) => sent.filter(operation => operation.name === name).length

async function mountOutline() {
  let outline!: ReturnType<typeof useGoalOutline>
  let actions!: ReturnType<typeof useGoalActions>
  mounted = await mountSuspended(
    defineComponent(() => {
      outline = useGoalOutline({ live: true })
      actions = useGoalActions()
      return () => undefined
    }),
  )
  await vi.waitFor(() => expect(asked('GoalOutline')).toBeGreaterThan(0))
  await vi.waitFor(() => expect(outline.state.value).toMatchObject({ freshness: 'fresh' }))
  if (goals.length > maxFollowed) await vi.waitFor(() => expect(asked('GoalChanges')).toBeGreaterThan(0))
  await flushPromises()
  const before = sent.length
  return {
    titles: () => {
      const { value: state } = outline.state
      const found = state.kind === 'ready' ? state.data.goals.map(({ title }) => title) : []
      return found.filter(title => !title.startsWith('Goal other'))
    },
    /** Lets the page learn of changes, as a write does while no socket delivers. */
    learn: async () => {
      await actions.setStatus({ id: 'elsewhere', title: 'Elsewhere', status: 'active', progress: null } as never, 'on_hold')
      const name = goals.length > maxFollowed / 2 ? 'GoalChanges' : 'GoalOutline'
      await vi.waitFor(() => expect(sent.slice(before).map(operation => operation.name)).toContain(name))
      await flushPromises()
    },
  }
}

beforeEach(() => {
  goals = [goalRow('b'), goalRow('a'), ...others()]
  sent.length = 0
})

test('an outline of few goals is followed as a whole', async () => {
  goals = [goalRow('b'), goalRow('a')]
  const { titles, learn } = await mountOutline()
  goals = [goalRow('a')]
  await learn()
  await vi.waitFor(() => expect(titles()).toEqual(['Goal a']))
  expect(asked('GoalChanges')).toBe(0)
})

describe('the outline of many goals', () => {
  test('shows what changed without being read again', async () => {
    const { titles, learn } = await mountOutline()
    expect(titles()).toEqual(['Goal b', 'Goal a'])
    goals[1] = { ...goalRow('a', 1), title: 'Changed elsewhere' }
    const read = asked('GoalOutline')
    await learn()
    await vi.waitFor(() => expect(titles()).toEqual(['Goal b', 'Changed elsewhere']))
    expect(asked('GoalOutline')).toBe(read)
  })

  test.each([
    ['comes', () => [goalRow('c', 1), goalRow('b'), goalRow('a'), ...others()], ['Goal c', 'Goal b', 'Goal a']],
    ['goes', () => [goalRow('b'), ...others()], ['Goal b']],
    ['takes the place of another', () => [goalRow('c', 1), goalRow('a'), ...others()], ['Goal c', 'Goal a']],
  ])('is read again when a goal %s elsewhere', async (_what, now, expected) => {
    const { titles, learn } = await mountOutline()
    goals = now()
    await learn()
    await vi.waitFor(() => expect(titles()).toEqual(expected))
  })

  test('is read again when more changed than is brought at once', async () => {
    goals = Array.from({ length: maxFollowed + 60 }, (_, index) => goalRow(`g${index}`))
    const { titles, learn } = await mountOutline()
    goals = goals.map(({ id }) => ({ ...goalRow(id, 2), title: `New ${id}` }))
    await learn()
    await vi.waitFor(() => expect(titles().every(title => title.startsWith('New'))).toBe(true))
  })
})
