import { readFileSync } from 'node:fs'
import { importGoals } from '../../dev/import/import-goals.ts'
import { readGoalRows } from '../../dev/import/rows.ts'
import { sendTo } from '../../dev/import/send.ts'
import { graphql } from './support/graphql.ts'
import { tokenOf } from './support/stack.ts'
import { expect, signIn, test } from './support/test.ts'

/** Three levels, and one title that is too long; replaced by the file that GOALS_CSV names. */
const sample = `code,parent_code,title,target_date,success_criteria
1,,Sail around the island,2030-12-31,
1.1,1,Pass the exam,2030-06-30,"No fault, and no ""almost"""
1.1.1,1.1,Learn the knots,,
1.2,1,${'Too long '.repeat(60)},,
1.2.1,1.2,Under a goal that was refused,,
2,,Swim in winter,,`

const maxTitle = 500

test('goals of a file come in as a tree, refused ones are named, and nobody else sees any', async ({
  page,
  request,
  username,
  baseURL,
  newContext,
}) => {
  test.slow()
  const rows = readGoalRows(
    process.env.GOALS_CSV ? readFileSync(process.env.GOALS_CSV, 'utf8') : sample,
  )
  const tooLong = rows.filter(row => row.title.length > maxTitle)
  const expected = rows.length - tooLong.length
  const { imported, refused } = await importGoals(
    rows,
    sendTo(baseURL ?? '', await tokenOf(username)),
  )
  expect(refused.map(({ row, message }) => [row.code, message])).toEqual(
    tooLong.map(row => [row.code, 'Title must be 1 to 500 characters.']),
  )
  expect(imported).toBe(expected)
  expect(tooLong.length).toBeGreaterThan(0)

  await test.step('they are a tree', async () => {
    await signIn(page, username, '/goals')
    await expect(page.getByText(`${expected} goals, from the year down to the week`)).toBeVisible()
    const tops = rows.filter(row => row.parentCode === '')
    await page.getByRole('button', { name: 'Fold all', exact: true }).click()
    await expect(page.getByRole('treeitem')).toHaveCount(tops.length)
    await page
      .getByRole('treeitem')
      .first()
      .getByRole('button', { name: /^Unfold/ })
      .click()
    const [below] = rows.filter(row => row.parentCode === tops[0]?.code)
    await expect(page.getByRole('treeitem', { level: 2 }).first()).toContainText(
      below?.title.slice(0, 60) ?? '',
    )
  })

  await test.step('somebody else sees none', async () => {
    const [own, strange] = [await tokenOf(username), await tokenOf(`${username}-other`)]
    const { data } = await graphql(
      request,
      own,
      '{ goals(where: {parent_id: {_is_null: false}}, limit: 1) { id } }',
    )
    const [{ id }] = data?.goals as [{ id: string }]
    const answer = await graphql(
      request,
      strange,
      `
        query Other($id: uuid!) {
          goals(where: { is_inbox: { _eq: false } }) {
            id
          }
          goals_by_pk(id: $id) {
            id
          }
          goals_aggregate(where: { is_inbox: { _eq: false } }) {
            aggregate {
              count
            }
          }
          user_goals(where: { goal: { is_inbox: { _eq: false } } }, limit: 100) {
            goal {
              id
              parent {
                id
              }
              children(limit: 10) {
                id
              }
            }
          }
        }
      `,
      { id },
    )
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toEqual({
      goals: [],
      goals_by_pk: null,
      goals_aggregate: { aggregate: { count: 0 } },
      user_goals: [],
    })
    const other = await (await newContext()).newPage()
    await signIn(other, `${username}-other`, '/goals')
    await expect(other.getByText('No goals yet')).toBeVisible()
  })
})
