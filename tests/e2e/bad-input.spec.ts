import { addGoal, openGoalForm } from './support/actions.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

test('an empty or a too long title is refused at its field, and the form keeps what was typed', async ({
  page,
  username,
}) => {
  await signIn(page, username, '/goals')
  const form = await openGoalForm(page)
  const title = form.getByLabel('Title')
  await form.getByLabel('Description').fill('Typed with care')
  for (const text of ['   ', 'x'.repeat(501)]) {
    await title.fill(text)
    await form.getByRole('button', { name: 'Add goal' }).click()
    await expect(title).toHaveAttribute('aria-invalid', 'true')
    await expect(title).toHaveValue(text)
    await expect(form.getByLabel('Description')).toHaveValue('Typed with care')
  }
  await title.fill('x'.repeat(500))
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form).toBeHidden()
})

test('what the server refuses is shown at the field that it names', async ({ page, username }) => {
  await signIn(page, username, '/goals')
  await page.route('**/v1/graphql', async (route) => {
    if (!route.request().postData()?.includes('insert_goals')) return route.continue()
    const body = route.request().postDataJSON() as {
      variables: { object?: { title: string }, goal?: { title: string } }
    }
    for (const goal of [body.variables.object, body.variables.goal]) if (goal) goal.title = ''
    return route.continue({ postData: JSON.stringify(body) })
  })
  const form = await openGoalForm(page)
  await form.getByLabel('Title').fill('The way to the server lost it')
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByText('Title must be 1 to 500 characters.')).toBeVisible()
  await expect(form.getByLabel('Title')).toHaveValue('The way to the server lost it')
})

const write = `mutation Write($id: uuid!, $set: goals_set_input!) { update_goals_by_pk(pk_columns: {id: $id}, _set: $set) { id } }`

test.describe('by the API', () => {
  const cases: [string, (ids: { own: string, child: string }) => object, string][] = [
    ['an empty title', () => ({ title: '  ' }), 'title'],
    ['a title of 501 characters', () => ({ title: 'x'.repeat(501) }), 'title'],
    ['a description of 1 MB', () => ({ description: 'x'.repeat(1_000_000) }), 'description'],
    ['a date that does not exist', () => ({ target_date: '2027-02-30' }), 'target_date'],
    ['an unknown status', () => ({ status: 'paused' }), 'status'],
    ['the goal itself as its parent', ({ own }) => ({ parent_id: own }), 'parent_id'],
    ['a descendant as its parent', ({ child }) => ({ parent_id: child }), 'parent_id'],
    ['progress over 100', () => ({ manual_progress: 101 }), 'manual_progress'],
  ]
  for (const [what, set, field] of cases) {
    test(`${what} is refused, names the field and changes nothing`, async ({
      request,
      username,
    }) => {
      const token = await tokenOf(username)
      const own = await createGoal(request, token, { title: 'Own' })
      const child = await createGoal(request, token, { title: 'Child', parent_id: own })
      const answer = await graphql(request, token, write, { id: own, set: set({ own, child }) })
      expect(answer.errors).toHaveLength(1)
      expect(answer.errors?.[0]?.extensions?.field ?? answer.errors?.[0]?.message).toContain(field)
      expect(answer.errors?.[0]?.message).not.toMatch(
        /constraint|relation|violates|select |update |"public"|pg_/i,
      )
      const kept = await graphql(
        request,
        token,
        'query Kept($id: uuid!) { goals_by_pk(id: $id) { title description target_date status parent_id manual_progress } }',
        { id: own },
      )
      expect(kept.data?.goals_by_pk).toEqual({
        title: 'Own',
        description: '',
        target_date: null,
        status: 'active',
        parent_id: null,
        manual_progress: 0,
      })
    })
  }

  test('malformed JSON, a missing and a foreign token are refused', async ({
    request,
    username,
  }) => {
    const token = await tokenOf(username)
    const malformed = await request.post('/v1/graphql', {
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
      data: Buffer.from('{"query":'),
    })
    expect(malformed.status()).toBeGreaterThanOrEqual(200)
    expect(await malformed.json()).toMatchObject({
      errors: [{ extensions: { code: expect.any(String) as unknown } }],
    })
    for (const authorization of [
      undefined,
      'Bearer nonsense',
      `Bearer ${token.slice(0, -4)}AAAA`,
    ]) {
      const refused = await request.post('/v1/graphql', {
        headers: authorization ? { authorization } : {},
        data: { query: '{ goals { id } }' },
      })
      expect(refused.status()).toBe(401)
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: expect.stringMatching(/^invalid-/) as unknown } }],
      })
    }
  })
})

test('an address that is no goal is a page that says so', async ({ page, username }) => {
  await signIn(page, username)
  for (const address of [
    '/goals/not-an-id',
    '/goals/00000000-0000-4000-8000-000000000000',
    '/nowhere',
  ]) {
    const response = await page.goto(address)
    expect(response?.status(), address).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing here')
  }
})

test('a form that could not be sent because the network is gone keeps what was typed', async ({
  page,
  username,
  context,
}) => {
  await signIn(page, username, '/goals')
  await addGoal(page, 'Before the tunnel')
  const form = await openGoalForm(page)
  await form.getByLabel('Title').fill('In the tunnel')
  await context.setOffline(true)
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(form.getByRole('alert')).toBeVisible()
  await expect(form.getByLabel('Title')).toHaveValue('In the tunnel')
  await context.setOffline(false)
  await form.getByRole('button', { name: 'Add goal' }).click()
  await expect(page.getByRole('link', { name: 'In the tunnel' })).toBeVisible()
})
