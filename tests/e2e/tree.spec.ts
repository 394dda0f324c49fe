import { createGoal, graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

test('a long tree is in the page as a whole: for the search of the browser, for print and for the keyboard', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  const goals = Array.from({ length: 300 }, (_, index) => ({
    title: `Row ${index + 1}`,
    horizon: 'weekly',
    position: index,
  }))
  for (let start = 0; start < goals.length; start += 100) {
    await graphql(
      request,
      token,
      'mutation Many($goals: [goals_insert_input!]!) { insert_goals(objects: $goals) { affected_rows } }',
      {
        goals: goals.slice(start, start + 100),
      },
    )
  }
  await signIn(page, username, '/goals')
  await expect(page.getByRole('treeitem')).toHaveCount(300)

  await test.step('a row far away is laid out as text', async () => {
    // A browser without a window has no find bar: it would find what is laid out and written, which
    // is what innerText tells.
    expect(await page.locator('body').innerText()).toContain('Row 287')
    const box = await page.getByText('Row 287', { exact: true }).boundingBox()
    expect(box?.height).toBeGreaterThan(10)
    const hidden = await page
      .getByRole('tree')
      .evaluate(
        tree =>
          [tree, ...tree.querySelectorAll('*')].filter(
            element => getComputedStyle(element).contentVisibility !== 'visible',
          ).length,
      )
    expect(hidden).toBe(0)
  })

  await test.step('a row that comes into view has its controls', async () => {
    await page.getByRole('treeitem', { name: 'Row 150,' }).scrollIntoViewIfNeeded()
    await page.getByRole('button', { name: 'Complete “Row 150”' }).click()
    await expect(page.getByRole('button', { name: 'Reopen “Row 150”' })).toBeVisible()
  })

  await test.step('End leads to the last row', async () => {
    await page.getByRole('tree').press('End')
    await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/^Row 300/)
    await expect(page.getByRole('treeitem', { selected: true })).toBeInViewport()
  })

  await test.step('print shows every row, and nothing of the application around them', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
    const pages = (await page.pdf({ format: 'A4' }))
      .toString('latin1')
      .match(/\/Type\s*\/Page[^s]/g)
    expect(pages?.length).toBeGreaterThan(8)
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('a row of the tree says its horizon and its day', async ({ page, request, username }) => {
    await createGoal(request, await tokenOf(username), {
      title: 'Due at the end of time',
      horizon: 'quarterly',
      target_date: '2999-12-31',
    })
    await signIn(page, username, '/goals')
    const row = page.getByRole('treeitem').first()
    await expect(row.getByText('Quarter').first()).toBeVisible()
    await expect(row.getByText('31 Dec 2999').first()).toBeVisible()
  })
})

test('the way up of a deep goal begins with an ellipsis that leads further', async ({
  page,
  request,
  username,
}) => {
  const token = await tokenOf(username)
  let parent: string | undefined
  const ids: string[] = []
  for (let level = 1; level <= 7; level++) {
    parent = await createGoal(request, token, { title: `Level ${level}`, parent_id: parent })
    ids.push(parent)
  }
  await signIn(page, username, `/goals/${ids[6]}`)
  const way = page.getByRole('navigation', { name: 'Breadcrumb' })
  await expect(way.getByRole('listitem')).toHaveText([
    'Goals',
    '…',
    'Level 3',
    'Level 4',
    'Level 5',
    'Level 6',
  ])
  await way.getByRole('link', { name: 'Goals further up' }).click()
  await page.waitForURL(`**/goals/${ids[1]}`)
  await expect(way.getByRole('listitem')).toHaveText(['Goals', 'Level 1'])
})

test('addresses in a description are links that tell the other site nothing', async ({
  page,
  request,
  username,
}) => {
  const description = 'See https://example.com/a_(b), not javascript:alert(1) <b>bold</b>'
  const goal = await createGoal(request, await tokenOf(username), {
    title: 'With a link',
    description,
  })
  await signIn(page, username, `/goals/${goal}`)
  const link = page.getByRole('link', { name: 'https://example.com/a_(b)' })
  await expect(link).toHaveAttribute('rel', /noopener.*noreferrer/)
  await expect(link).toHaveAttribute('target', '_blank')
  await expect(page.getByRole('link', { name: /javascript/ })).toHaveCount(0)
})

test('a text that runs from right to left stands at the right', async ({
  page,
  request,
  username,
}) => {
  await createGoal(request, await tokenOf(username), { title: 'לרוץ מרתון' })
  await signIn(page, username, '/goals')
  const link = page.getByRole('link', { name: 'לרוץ מרתון' })
  await expect(link).toHaveCSS('direction', 'rtl')
})

test('the tabs of the administration stay where they are', async ({ page }) => {
  await signIn(page, 'administrator', '/admin')
  const tabs = page.getByRole('navigation', { name: 'Administration' })
  const places = []
  for (const address of ['/admin', '/admin/access', '/admin/isolation']) {
    await page.goto(address)
    await hydrated(page)
    const boxes = await Promise.all(
      (await tabs.getByRole('link').all()).map(link => link.boundingBox()),
    )
    places.push(boxes)
  }
  expect(places[1]).toEqual(places[0])
  expect(places[2]).toEqual(places[0])
})
