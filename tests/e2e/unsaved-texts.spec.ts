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
import { beginSession, expect, hydrated, signIn, signInByHand, test } from './support/test.ts'

// Every editable field × {offline, 503, ended session, second device, second tab, other account}:
// nothing typed is lost or overwritten. Editors of one page are used side by side, as one load of
// the page serves all of them.

test.describe.configure({ timeout: 180_000 })

const goalFields: readonly RowEditor[] = [keyResultValue, goalPage]
/** These save all their fields at once. */
const rowForms: readonly RowEditor[] = [taskEditor, keyResultEditor, checkInEditor]
const groups: Record<string, readonly Editor[]> = {
  'fields of a goal': goalFields,
  'forms of its parts': [...rowForms, checkInNew, quickLines],
  'new goal': [newGoalForm],
}
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
  await beginSession(page, username)
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

async function openAll(
  page: Page,
  [first, ...others]: readonly Editor[],
  subject: Subject,
): Promise<void> {
  await page.goto(first!.address(subject))
  await hydrated(page)
  for (const editor of [first!, ...others]) await editor.open(page)
}

async function reload(page: Page): Promise<void> {
  await page.reload()
  await hydrated(page)
}

/** Loads the page again, and opens the forms that hold what was entered. */
async function reopenAll(page: Page, editors: readonly Editor[]): Promise<void> {
  await reload(page)
  for (const editor of editors) await editor.reopen(page)
}

async function enterAll(page: Page, editors: readonly Editor[]): Promise<void> {
  for (const editor of editors) {
    for (const field of editor.fields) await editor.enter(page, field, field.mine)
    await editor.submit(page)
  }
}

async function areMarked(page: Page, editors: readonly Editor[]): Promise<void> {
  for (const editor of editors) await test.step(editor.name, () => editor.isMarked(page))
}

async function holdsAll(page: Page, editors: readonly Editor[]): Promise<void> {
  for (const { name, fields } of editors)
    for (const field of fields)
      await test.step(`${name}: ${field.name}`, () => holds(page, field))
}

/** The values at the server, by editor and field. */
async function savedOf(
  editors: readonly Editor[],
  subject: Subject,
): Promise<Record<string, Record<string, string>>> {
  const saved = editors.map(async editor => [editor.name, await editor.saved(subject)] as const)
  return Object.fromEntries(await Promise.all(saved))
}

/** The values of this test, by editor and field. */
const mineOfAll = (editors: readonly Editor[]) =>
  Object.fromEntries(editors.map(editor => [editor.name, mineOf(editor)]))

/**
 * On a page that was loaded anew, what was entered is there, marked, and not at the server; trying
 * again saves it.
 */
async function survives(
  page: Page,
  editors: readonly Editor[],
  subject: Subject,
  before: Record<string, Record<string, string>>,
): Promise<void> {
  await areMarked(page, editors)
  for (const editor of editors) await editor.reopen(page)
  await holdsAll(page, editors)
  const saved = await savedOf(editors, subject)
  expect(saved, 'nothing is saved that was not asked for').toEqual(before)
  for (const editor of editors) await editor.retry(page)
  await expect.poll(() => savedOf(editors, subject)).toMatchObject(mineOfAll(editors))
  await reload(page)
  await expect(page.getByText('Not saved')).toHaveCount(0)
}

for (const [name, editors] of Object.entries(groups)) {
  test.describe(name, () => {
    test('offline', async ({ page, context, username }) => {
      const subject = await prepare(page, username)
      const before = await savedOf(editors, subject)
      await openAll(page, editors, subject)
      await context.setOffline(true)
      await enterAll(page, editors)
      await areMarked(page, editors)
      await holdsAll(page, editors)
      await context.setOffline(false)
      await reload(page)
      await survives(page, editors, subject, before)
    })

    test('503', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await savedOf(editors, subject)
      await openAll(page, editors, subject)
      await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      await enterAll(page, editors)
      await areMarked(page, editors)
      await holdsAll(page, editors)
      await page.unroute('**/v1/graphql')
      await reload(page)
      await survives(page, editors, subject, before)
    })

    test('ended session', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await savedOf(editors, subject)
      await openAll(page, editors, subject)
      await entersUntilSessionEnds(page, editors)
      await page.getByRole('link', { name: 'Sign in again' }).click()
      await signInByHand(page, username)
      await survives(page, editors, subject, before)
    })

    test('second tab', async ({ page, context, username }) => {
      const subject = await prepare(page, username)
      const before = await savedOf(editors, subject)
      const second = await context.newPage()
      for (const tab of [page, second]) {
        await openAll(tab, editors, subject)
        await tab.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      }
      await enterAll(page, editors)
      const texts = editors.flatMap(({ fields }) =>
        fields.filter(({ mine }) => /mine|My /.test(mine)),
      )
      for (const editor of editors) {
        for (const field of editor.fields.filter(item => texts.includes(item)))
          await editor.enter(second, field, `${field.mine}, second tab`)
        await editor.submit(second)
      }
      await areMarked(page, editors)
      for (const tab of [page, second]) {
        await tab.unroute('**/v1/graphql')
        await reopenAll(tab, editors)
      }
      await holdsAll(page, editors)
      for (const field of texts) await holds(second, field, `${field.mine}, second tab`)
      expect(await savedOf(editors, subject)).toEqual(before)

      await second.close()
      await reopenAll(page, editors)
      await holdsAll(page, editors.filter(editor => editor !== quickLines))
      // Lines of a tab that is closed are not lost either: they stand beside its own.
      if (editors.includes(quickLines))
        await expect(page.getByLabel(/, not saved$/)).toHaveCount(2 * quickLines.fields.length)
    })

    test('other account', async ({ page, username }) => {
      const subject = await prepare(page, username)
      const before = await savedOf(editors, subject)
      for (const id of [subject.goalId, ...Object.values(subject.above)])
        await shareGoal(id, `${username}-other`, 'editor')
      await openAll(page, editors, subject)
      await entersUntilSessionEnds(page, editors)
      await page.context().clearCookies()
      await beginSession(page, `${username}-other`)
      // A check-in is edited by its author alone: others have no field that could show the text.
      const openToOthers = editors.filter(editor => editor !== checkInEditor)
      await openAll(page, openToOthers, subject)
      await expect(page.getByText('Not saved')).toHaveCount(0)
      for (const field of openToOthers.flatMap(({ fields }) => fields)) await lacks(page, field)
      if (editors.includes(checkInEditor))
        await expect(page.getByRole('button', { name: 'Edit the check-in' })).toHaveCount(0)
      await page.context().clearCookies()
      await signIn(page, username, editors[0]!.address(subject))
      await survives(page, editors, subject, before)
    })
  })
}

const rowGroups = { 'fields of a goal': goalFields, 'forms of its parts': rowForms }
for (const [name, editors] of Object.entries(rowGroups)) {
  test.describe(name, () => {
    const fields = editors.flatMap(editor => editor.fields)

    test('second device: both texts are shown, and the person chooses', async ({
      page,
      username,
    }) => {
      const subject = await prepare(page, username)
      await silenceSockets(page)
      await openAll(page, editors, subject)
      for (const editor of editors) await editor.saveTheirs(subject)
      const theirs = await savedOf(editors, subject)
      const release = await holdRequests(page, route => route.continue())
      await enterAll(page, editors)
      release()
      const choices = page.getByText('Changed elsewhere since you began')
      await expect(choices).toHaveCount(fields.length)
      await holdsAll(page, editors)
      expect(await savedOf(editors, subject)).toEqual(theirs)

      await reopenAll(page, editors)
      await expect(choices).toHaveCount(fields.length)
      await holdsAll(page, editors)
      const expected = mineOfAll(editors)
      let left = fields.length
      for (const { name, fields: [first], region } of editors) {
        await region(page).getByRole('button', { name: 'Take the saved one' }).first().click()
        await expect(choices).toHaveCount(--left)
        expected[name]![first!.name] = theirs[name]![first!.name]!
      }
      while (left > 0) {
        await page.getByRole('button', { name: 'Keep mine' }).first().click()
        await expect(choices).toHaveCount(--left)
      }
      if (editors === rowForms) for (const editor of editors) await editor.retry(page)
      await expect.poll(() => savedOf(editors, subject)).toEqual(expected)
    })

    test('an old draft is not saved by visiting the field', async ({ page, username }) => {
      const subject = await prepare(page, username)
      await openAll(page, editors, subject)
      await page.route('**/v1/graphql', route => route.fulfill({ status: 503, body: '' }))
      await enterAll(page, editors)
      await areMarked(page, editors)
      await page.unroute('**/v1/graphql')
      for (const editor of editors) await editor.saveTheirs(subject)
      const theirs = await savedOf(editors, subject)
      await reopenAll(page, editors)
      for (const { control } of fields) {
        await control(page).focus()
        await control(page).blur()
      }
      await expect(page.getByText('Changed elsewhere since you began')).toHaveCount(fields.length)
      expect(await savedOf(editors, subject)).toEqual(theirs)
    })
  })
}

test('a tick made elsewhere beside an open editor stays, and is no conflict', async ({
  page,
  username,
}) => {
  const subject = await prepare(page, username)
  await openAll(page, [taskEditor], subject)
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
async function entersUntilSessionEnds(
  page: Page,
  editors: readonly Editor[],
): Promise<void> {
  const release = await holdRequests(page, route => route.fulfill({ status: 401, json: signedOut }))
  await enterAll(page, editors)
  await signOutElsewhere(page)
  release()
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await page.unroute('**/v1/graphql')
}
