import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import GoalAccess from '~/components/access/GoalAccess.vue'
import { startGateway, type SentOperation } from '../support/gateway.ts'

const goalId = '33333333-3333-4333-8333-333333333333'
const member = {
  __typename: 'goal_members',
  user_id: 'u2',
  goal_id: goalId,
  role: 'editor',
  granted_role: null as string | null,
  username: 'erin',
  name: 'Erin',
  is_active: true,
}
let refusal: object | undefined

const sent = startGateway(({ name }: SentOperation) => {
  switch (name) {
    case 'GoalMembers':
      return {
        data: {
          goal_members: [member],
          goal_members_aggregate: {
            __typename: 'goal_members_aggregate',
            aggregate: { __typename: 'goal_members_aggregate_fields', count: 1 },
          },
        },
      }
    case 'GoalInvitations':
      return {
        data: {
          invitations: [{
            __typename: 'invitations',
            id: 'i1',
            goal_id: goalId,
            invitee: 'nobody@example.test',
            role: 'viewer',
            status: 'pending',
            expires_at: '2027-01-01T00:00:00Z',
          }],
        },
      }
    default:
      return refusal ?? { data: null }
  }
})
beforeEach(() => {
  sent.length = 0
  refusal = undefined
})

async function mounted(readonly = false) {
  const panel = await mountSuspended(GoalAccess, { props: { goalId, readonly } })
  await flushPromises()
  return panel
}
const sentAs = (name: string) => sent.filter(operation => operation.name === name)

test('a member from above can be given a role here', async () => {
  const panel = await mounted()
  await expect.poll(() => panel.find('details').exists()).toBe(true)
  panel.get('details').element.open = true
  await panel.get('details').trigger('toggle')
  await expect.poll(() => panel.text()).toContain('Editor in the goal above, and so here, too.')
  await panel.get('select[aria-label="Role of Erin"]').setValue('owner')
  await flushPromises()
  expect(sentAs('GrantRole').map(({ variables }) => variables)).toEqual([
    { goal: goalId, user: 'u2', role: 'owner' },
  ])
  expect(panel.findAll('button').some(button => button.text() === 'Remove')).toBe(false)
})

test('an invitation is sent, and what is wrong with it stands at its field', async () => {
  refusal = {
    errors: [{
      message: 'Choose somebody else, you own this goal already.',
      extensions: { code: 'permission-error', path: '$', field: 'invitee' },
    }],
  }
  const panel = await mounted()
  await panel.get('input[name="invitee"]').setValue('alice')
  await panel.get('form').trigger('submit')
  await flushPromises()
  expect(sentAs('Invite').map(({ variables }) => variables)).toEqual([
    { goal: goalId, invitee: 'alice', role: 'viewer' },
  ])
  await expect.poll(() => panel.text()).toContain('Choose somebody else, you own this goal already.')
})

test('an open invitation can be taken back', async () => {
  const panel = await mounted()
  await expect.poll(() => panel.text()).toContain('nobody@example.test')
  await panel.get('button[aria-label="Take the invitation of nobody@example.test back"]').trigger('click')
  await flushPromises()
  expect(sentAs('RevokeInvitation').map(({ variables }) => variables)).toEqual([{ id: 'i1' }])
})

test('whoever may not write finds nothing to write into', async () => {
  const panel = await mounted(true)
  expect(panel.findAll('input, select')).toEqual([])
})
