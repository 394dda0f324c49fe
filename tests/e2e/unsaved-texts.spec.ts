import type { Page, Route } from '@playwright/test'
import { signOutElsewhere } from './support/actions.ts'
import { shareGoal } from './support/database.ts'
import {
  checkInEditor,
  checkInNew,
  goalPage,
  holds,
  keyResultEditor,
  keyResultValue,
  lacks,
  mineOf,
  newGoalForm,
  quickLines,
  taskEditor,
  titlesAbove,
  type Editor,
  type RowEditor,
  type Subject,
} from './support/editors.ts'
import { createGoal, graphql } from './support/graphql.ts'
import { silenceSockets } from './support/live.ts'
import { tokenOf } from './support/stack.ts'
import { expect, hydrated, signIn, test } from './support/test.ts'

// Every editable field × {offline, 503, ended session, second device, second tab, other account}:
// nothing typed is lost or overwritten.

test.describe.configure({ timeout: 180_000 })

const rowEditors: RowEditor[] = [
  goalPage,
  taskEditor,
  keyResultEditor,
  keyResultValue,
  checkInEditor,
]
/** Editors that save all their fields at once. */
const wholeForms: readonly Editor[] = [taskEditor, keyResultEditor, checkInEditor]
const editors: Editor[] = [...rowEditors, newGoalForm, checkInNew, quickLines]
const signedOut = {
  errors: [{ message: 'Could not verify JWT', extensions: { code: 'invalid-jwt', path: '$' } }],
}

async function prepare(page: Page, username: string): Promise<Subject> {
  const { request } = page
  const token = await tokenOf(username)
  const parent = await createGoal(request, token, { title: 'Above it' })
  const goalId = await createGoal(request, token, {
    title: 'As it was',
    parent_id: parent,
    metrics: { Pulse: 48 },
  })
  const { data } = await graphql(
    request,
    token,
    `mutation Add(
      $task: tasks_insert_input!, $result: key_results_insert_input!, $checkIn: check_ins_insert_input!
    ) {
      insert_tasks_one(object: $task) { id }
      insert_key_results_one(object: $result) { id }
      insert_check_ins_one(object: $checkIn) { id }
    }`,
    {
      // Without weight, so that the goal's progress stays what people say.
      task: { goal_id: goalId, title: 'As it was', weight: 0 },
      result: { goal_id: goalId, title: 'As it was', target_value: 10, weight: 0 },
      checkIn: { goal_id: goalId, note: 'As it was', health: 'at_risk' },
    },
  )
  const above: Record<string, string> = {}
  for (const title of titlesAbove) above[title] = await createGoal(request, token, { title })
  await signIn(page, username)
  const idOf = (row: unknown) => (row as { id: string }).id
  return {
    goalId,
    taskId: idOf(data?.insert_tasks_one),
    keyResultId: idOf(data?.insert_key_results_one),
    checkInId: idOf(data?.insert_check_ins_one),
    above,
    username,
    request,
  }
}

async function enterAll(page: Page, editor: Editor): Promise<void> {
  for (const field of editor.fields) await editor.enter(page, field, field.mine)
  await editor.submit(page)
}

async function holdsAll(page: Page, editor: Editor): Promise<void> {
  for (const field of editor.fields) await test.step(field.name, () => holds(page, field))
}

/**
 * What was entered is there, marked, not at the server, and still so after a reload; trying again
 * saves it.
 */
async function survives(
  page: Page,
  editor: Editor,
  subject: Subject,
  before: Record<string, string>,
): Promise<void> {
  expect(await editor.saved(subject)).toEqual(before)
  await page.reload()
  await hydrated(page)
  await editor.isMarked(page)
  await editor.reopen(page)
  await holdsAll(page, editor)
  expect(await editor.saved(subject), 'nothing is saved that was not asked for').toEqual(before)
  await editor.retry(page)
  await expect.poll(() => editor.saved(subject)).toMatchObject(mineOf(editor))
  await page.reload()
  await hydrated(page)
  await expect(page.getByText('Not saved')).toHaveCount(0)
}

for (const editor of editors) {
  test.describe(editor.name, () => {
    test('offline', async ({ page, context, username }) => {
      const subject = await prepare(page, username)
      const before = await editor.saved(subject)
      await editor.open(page, subject)
      await context.setOffline(true)
      await enterAll(page, editor)
      await editor.isMarked(page)
      await holdsAll(page, editor)
      await context.setOffline(false)
      await survives(page, editor, subject, before)
    })

    test('503', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await editor.saved(subject)
      await editor.open(page, subject)
      await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      await enterAll(page, editor)
      await editor.isMarked(page)
      await holdsAll(page, editor)
      await page.unroute('**/v1/graphql')
      await survives(page, editor, subject, before)
    })

    test('ended session', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await editor.saved(subject)
      await editor.open(page, subject)
      await entersUntilSessionEnds(page, editor)
      await signInAgain(page, username)
      await survives(page, editor, subject, before)
    })

    test('second tab', async ({ page, context, username }) => {
      const subject = await prepare(page, username)
      const before = await editor.saved(subject)
      const second = await context.newPage()
      for (const tab of [page, second]) {
        await editor.open(tab, subject)
        await tab.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      }
      await enterAll(page, editor)
      const texts = editor.fields.filter(({ mine }) => /mine|My /.test(mine))
      for (const field of texts) await editor.enter(second, field, `${field.mine}, second tab`)
      await editor.submit(second)
      await editor.isMarked(page)
      for (const tab of [page, second]) {
        await tab.unroute('**/v1/graphql')
        await tab.reload()
        await hydrated(tab)
        await editor.reopen(tab)
      }
      await holdsAll(page, editor)
      for (const field of texts) await holds(second, field, `${field.mine}, second tab`)
      expect(await editor.saved(subject)).toEqual(before)

      await second.close()
      await page.reload()
      await hydrated(page)
      await editor.reopen(page)
      if (editor !== quickLines) await holdsAll(page, editor)
      else
        await expect(page.getByText('Not saved.', { exact: true })).toHaveCount(
          2 * editor.fields.length,
        )
    })

    test('other account', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await editor.saved(subject)
      for (const id of [subject.goalId, ...Object.values(subject.above)])
        await shareGoal(id, `${username}-other`, 'editor')
      await editor.open(page, subject)
      await entersUntilSessionEnds(page, editor)
      await page.context().clearCookies()
      // A check-in is edited by its author alone: others have no field that could show the text.
      const isOpenToOthers = editor !== checkInEditor
      await signIn(page, `${username}-other`, `/goals/${subject.goalId}`)
      if (isOpenToOthers) await editor.open(page, subject)
      await expect(page.getByText('Not saved')).toHaveCount(0)
      for (const field of isOpenToOthers ? editor.fields : []) await lacks(page, field)
      if (!isOpenToOthers)
        await expect(page.getByRole('button', { name: 'Edit the check-in' })).toHaveCount(0)
      await page.context().clearCookies()
      await signIn(page, username, editor === newGoalForm ? '/' : `/goals/${subject.goalId}`)
      await survives(page, editor, subject, before)
    })
  })
}

for (const editor of rowEditors) {
  test.describe(editor.name, () => {
    test('second device: both texts are shown, and the person chooses', async ({
      page,
      username,
    }) => {
      const subject = await prepare(page, username)
      await silenceSockets(page)
      await editor.open(page, subject)
      await editor.saveTheirs(subject)
      const theirs = await editor.saved(subject)
      const release = await holdRequests(page, route => route.continue())
      await enterAll(page, editor)
      release()
      const choices = page.getByText('Changed elsewhere since you began')
      await expect(choices).toHaveCount(editor.fields.length)
      await holdsAll(page, editor)
      expect(await editor.saved(subject)).toEqual(theirs)

      await page.reload()
      await hydrated(page)
      await editor.reopen(page)
      await expect(choices).toHaveCount(editor.fields.length)
      await holdsAll(page, editor)
      await page.getByRole('button', { name: 'Take the saved one' }).first().click()
      for (let left = editor.fields.length - 1; left > 0; left--) {
        await expect(choices).toHaveCount(left)
        await page.getByRole('button', { name: 'Keep mine' }).first().click()
      }
      await expect(choices).toHaveCount(0)
      if (wholeForms.includes(editor)) await editor.retry(page)
      const [first] = editor.fields
      const taken = { [first!.name]: theirs[first!.name] }
      await expect.poll(() => editor.saved(subject)).toEqual({ ...mineOf(editor), ...taken })
    })

    test('an old draft is not saved by visiting the field', async ({ page, username }) => {
      const subject = await prepare(page, username)
      await editor.open(page, subject)
      await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      await enterAll(page, editor)
      await editor.isMarked(page)
      await page.unroute('**/v1/graphql')
      await editor.saveTheirs(subject)
      const theirs = await editor.saved(subject)
      await page.reload()
      await hydrated(page)
      await editor.reopen(page)
      for (const { control } of editor.fields) {
        await control(page).focus()
        await control(page).blur()
      }
      await expect(page.getByText('Changed elsewhere since you began')).toHaveCount(
        editor.fields.length,
      )
      expect(await editor.saved(subject)).toEqual(theirs)
    })
  })
}

test('a tick made elsewhere beside an open editor stays, and is no conflict', async ({
  page,
  username,
}) => {
  const subject = await prepare(page, username)
  await taskEditor.open(page, subject)
  const token = await tokenOf(username)
  await graphql(
    page.request,
    token,
    'mutation Tick($id: uuid!) { update_tasks_by_pk(pk_columns: { id: $id }, _set: { status: completed }) { id } }',
    { id: subject.taskId },
  )
  const [title] = taskEditor.fields
  await taskEditor.enter(page, title!, 'Edited beside the tick')
  await taskEditor.retry(page)
  expect(await taskEditor.saved(subject)).toMatchObject({
    title: 'Edited beside the tick',
    status: 'completed',
  })
})

/** Keeps every request to the gateway waiting until it is released. */
async function holdRequests(
  page: Page,
  answer: (route: Route) => Promise<void>,
): Promise<() => void> {
  let release: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/v1/graphql', async (route) => {
    await released
    await answer(route)
  })
  return release
}

/**
 * Enters everything while the server keeps the page waiting, and ends the session before it
 * answers.
 */
async function entersUntilSessionEnds(page: Page, editor: Editor): Promise<void> {
  const release = await holdRequests(page, route => route.fulfill({ status: 401, json: signedOut }))
  await enterAll(page, editor)
  await signOutElsewhere(page)
  release()
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await page.unroute('**/v1/graphql')
}

async function signInAgain(page: Page, username: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await page.getByLabel('Somebody else').fill(username)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(
    url =>
      url.origin === new URL(process.env.E2E_APP_URL ?? '').origin
      && !url.pathname.startsWith('/auth/'),
  )
  await hydrated(page)
}
