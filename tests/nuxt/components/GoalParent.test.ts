import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import GoalParent from '~/components/goal/GoalParent.vue'
import type { GoalPage } from '~/composables/goal/useGoals'
import { useDraftsStore } from '~/stores/drafts'
import { startGateway, type SentOperation } from '../support/gateway.ts'

const goalId = '33333333-3333-4333-8333-333333333333'
const above = '44444444-4444-4444-8444-444444444444'
let members: object[] | undefined
let role = 'owner'

const sent = startGateway(({ name }: SentOperation) => {
  if (name === 'GoalTitle') return { data: { goals_by_pk: { __typename: 'goals', id: above, title: 'Above' } } }
  if (name !== 'MembersOfGoals') return { data: { update_goals: { __typename: 'goals_mutation_response', returning: [] }, goals_by_pk: null } }
  return members
    ? { data: { goal_members: members } }
    : { errors: [{ message: 'Not now.', extensions: { code: 'unexpected', path: '$' } }] }
})
const member = (name: string, goal: string) => ({
  __typename: 'goal_members',
  user_id: name,
  goal_id: goal,
  name,
  role: 'viewer',
  granted_role: 'viewer',
})
const sentAs = (name: string) => sent.filter(operation => operation.name === name).length

beforeEach(() => {
  sent.length = 0
  role = 'owner'
  useDraftsStore().write(`goal:${goalId}:parent_id`, { typed: { text: above }, base: { text: '' } })
})

/** The field with a choice that was left unsaved. */
async function mounted() {
  const goal = {
    id: goalId,
    parent_id: null,
    parent: null,
    updated_at: '2026-01-02T00:00:00Z',
    members: [{ user_id: 'me', goal_id: goalId, role, granted_role: role }],
  } as unknown as GoalPage['goal']
  const field = await mountSuspended(GoalParent, { props: { goal } })
  const press = async (label: string) => {
    await field.findAll('button').find(button => button.text() === label)!.trigger('click')
    await flushPromises()
  }
  await press('Save')
  return { field, press }
}

test('an owner is told who will see the goal, and it is saved once that is agreed to', async () => {
  members = [member('Ben', above)]
  const { field, press } = await mounted()
  await expect.poll(() => field.text()).toContain('Ben (viewer)')
  expect(sentAs('UpdateUnchangedGoal')).toBe(0)
  await press('Move it')
  await expect.poll(() => sentAs('UpdateUnchangedGoal')).toBe(1)
})

test('it stays where it is if the owner leaves it there', async () => {
  members = [member('Ben', above)]
  const { field, press } = await mounted()
  await expect.poll(() => field.text()).toContain('Ben (viewer)')
  await press('Leave it where it is')
  expect(field.text()).not.toContain('Ben')
  expect(useDraftsStore().read(`goal:${goalId}:parent_id`)).toBeUndefined()
  expect(sentAs('UpdateUnchangedGoal')).toBe(0)
})

test('nothing is moved while it is unknown whom that concerns', async () => {
  members = undefined
  const { field } = await mounted()
  await expect.poll(() => field.text()).toContain('Not now.')
  expect(sentAs('UpdateUnchangedGoal')).toBe(0)
})

test('who is no owner leaves it to the server to refuse', async () => {
  role = 'editor'
  members = [member('Ben', above)]
  await mounted()
  await expect.poll(() => sentAs('UpdateUnchangedGoal')).toBe(1)
  expect(sentAs('MembersOfGoals')).toBe(0)
})
