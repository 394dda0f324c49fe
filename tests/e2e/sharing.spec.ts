import { createGoal } from './support/graphql.ts'
import { shareGoal } from './support/database.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test('a goal is shared by invitation, and left again', async ({ page, request, username, newContext }) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Build a boat' })
  const below = await createGoal(request, await tokenOf(username), { title: 'Draw the boat', parent_id: goal })
  const friend = `${username}-friend`
  await tokenOf(friend)
  const friends = await (await newContext()).newPage()
  await signIn(friends, friend)
  await signIn(page, username, `/goals/${goal}`)

  const panel = page.getByRole('region', { name: 'Who can see this' })
  await panel.getByLabel('Invite somebody').last().fill(friend)
  await panel.getByLabel('Role', { exact: true }).selectOption('editor')
  await panel.getByRole('button', { name: 'Invite' }).click()
  await expect(panel.getByRole('list', { name: 'Open invitations' })).toContainText(friend)

  const received = friends.getByRole('region', { name: 'Invitations' })
  await expect(received).toContainText('Build a boat')
  await received.getByRole('button', { name: 'Accept “Build a boat”' }).click()
  await expect(received).toHaveCount(0)
  await expect(panel.getByRole('list', { name: 'Open invitations' })).toHaveCount(0)
  await expect(panel.getByText(/-friend/i)).toBeVisible()

  await friends.goto(`/goals/${below}`)
  await expect(friends.getByRole('heading', { name: 'Draw the boat' })).toBeVisible()
  await expect(friends.getByRole('region', { name: 'Shared with you' })).toContainText('the goal above is shared with you')
  await friends.goto(`/goals/${goal}`)
  await hydrated(friends)
  await friends.getByRole('region', { name: 'Shared with you' }).getByRole('button', { name: 'Leave' }).click()
  await friends.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
  await friends.waitForURL(/\/goals$/)
  await expect(panel.getByText(/-friend/i)).toHaveCount(0)
})

test('an owner changes roles and takes them away', async ({ page, request, username }) => {
  const goal = await createGoal(request, await tokenOf(username), { title: 'Sail around the island' })
  const friend = `${username}-friend`
  await tokenOf(friend)
  await shareGoal(goal, friend, 'viewer')
  await signIn(page, username, `/goals/${goal}`)
  const panel = page.getByRole('region', { name: 'Who can see this' })
  await panel.getByText(/-friend/i).click()
  await panel.getByLabel(/Role of .*-friend/i).selectOption('editor')
  await expect(panel.locator('summary', { hasText: /-friend/i })).toContainText('Editor')
  await panel.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(panel.getByText(/-friend/i)).toHaveCount(0)
})
