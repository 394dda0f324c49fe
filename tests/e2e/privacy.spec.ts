import { addGoal } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

const everything = `query Everything($id: uuid!) {
  goals { id title }
  goals_aggregate(where: {is_inbox: {_eq: false}}) { aggregate { count } }
  goals_by_pk(id: $id) { id title }
  user_goals(where: {goal_id: {_eq: $id}}) { goal { title } }
  tasks { goal { title } }
}`

test('a second person in a second browser sees nothing of the first', async ({
  page,
  username,
  newContext,
}) => {
  await signIn(page, username, '/goals')
  await addGoal(page, 'Only mine')
  await page.getByRole('link', { name: 'Only mine' }).click()
  await page.waitForURL(/\/goals\/[0-9a-f-]{36}$/)
  const address = new URL(page.url()).pathname

  const other = await (await newContext()).newPage()
  await signIn(other, `${username}-other`, '/goals')
  await expect(other.getByText('Only mine')).toBeHidden()

  const foreign = await other.goto(address)
  expect(foreign?.status()).toBe(404)
  const foreignText = await other.getByRole('main').innerText()
  const absent = await other.goto('/goals/00000000-0000-4000-8000-000000000000')
  expect(absent?.status()).toBe(404)
  expect(await other.getByRole('main').innerText()).toBe(foreignText)
})

test('by the API too, a stranger gets the answer that a goal which does not exist gives', async ({
  request,
  username,
}) => {
  const [mine, strangers] = [await tokenOf(username), await tokenOf(`${username}-stranger`)]
  const id = await createGoal(request, mine, { title: 'Only mine' })
  expect(await graphql(request, mine, everything, { id })).toMatchObject({
    data: { goals_by_pk: { title: 'Only mine' }, goals_aggregate: { aggregate: { count: 1 } } },
  })
  expect(await graphql(request, strangers, everything, { id })).toMatchObject({
    data: {
      goals_by_pk: null,
      goals_aggregate: { aggregate: { count: 0 } },
      user_goals: [],
      tasks: [],
    },
  })

  const write =
    'mutation Write($id: uuid!) { update_goals_by_pk(pk_columns: {id: $id}, _set: {title: "Taken"}) { id } }'
  expect(await graphql(request, strangers, write, { id })).toMatchObject({
    data: { update_goals_by_pk: null },
  })
  const below =
    'mutation Below($id: uuid!) { insert_goals_one(object: {title: "Below", horizon: yearly, parent_id: $id}) { id } }'
  const underForeign = await graphql(request, strangers, below, { id })
  const underAbsent = await graphql(request, strangers, below, {
    id: '00000000-0000-4000-8000-000000000000',
  })
  expect(underForeign.errors).toHaveLength(1)
  expect(underForeign).toEqual(underAbsent)
})

test('a viewer is offered nothing to write with, and is refused by the API', async ({
  page,
  request,
}) => {
  await signIn(page, 'vera', '/goals')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /new goal|complete|add/i })).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0)

  const answer = await graphql(
    request,
    await tokenOf('vera'),
    'mutation { insert_goals_one(object: {title: "No", horizon: yearly}) { id } }',
  )
  expect(answer.data ?? null).toBeNull()
  expect(answer.errors).toHaveLength(1)
})

test('a deactivated person cannot sign in, and a token that is still valid is worth nothing', async ({
  page,
  request,
  username,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: /Dan Petrov/ }).click()
  await expect(page.getByRole('alert')).toHaveText('Dan Petrov is deactivated and cannot sign in.')

  const token = await tokenOf(username)
  const id = await createGoal(request, token, { title: 'Before I left' })
  await deactivate(request, username)
  const after = await graphql(request, token, everything, { id })
  expect(after.data?.goals ?? []).toEqual([])
  expect(after.data?.goals_by_pk ?? null).toBeNull()
  const write = await graphql(
    request,
    token,
    'mutation { insert_goals_one(object: {title: "After", horizon: yearly}) { id } }',
  )
  expect(write.errors).toHaveLength(1)
})

async function deactivate(
  request: import('@playwright/test').APIRequestContext,
  username: string,
): Promise<void> {
  const administrator = await tokenOf('administrator', 'org_admin')
  const { data } = await graphql(
    request,
    administrator,
    `
      mutation Deactivate($username: String!) {
        update_users(where: { username: { _eq: $username } }, _set: { is_active: false }) {
          affected_rows
        }
      }
    `,
    { username },
    'org_admin',
  )
  expect(data).toEqual({ update_users: { affected_rows: 1 } })
}
