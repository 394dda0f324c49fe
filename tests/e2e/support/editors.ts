import { expect, type APIRequestContext, type Locator, type Page } from '@playwright/test'
import { openGoalForm } from './actions.ts'
import { graphql, type GraphqlAnswer } from './graphql.ts'
import { accessTokenSeconds, tokenOf } from './stack.ts'

/** The row that the editors of one test change. */
export interface Subject {
  goalId: string
  taskId: string
  /** Ids of the goals that a goal can be made a part of, by title. */
  above: Readonly<Record<string, string>>
  keyResultId: string
  checkInId: string
  username: string
  request: APIRequestContext
}

/**
 * One editable field: where it is, what is typed in this test, and what is saved from another
 * device.
 */
export interface EditedField {
  name: string
  control: (page: Page) => Locator
  mine: string
  theirs: string
  /** The button that shows the field while it says nothing. */
  behind?: string
}

/** A place where fields are edited. */
export interface Editor {
  name: string
  fields: EditedField[]
  /** The address of its page; editors of one page are used side by side. */
  address: (subject: Subject) => string
  /** Opens the form, where there is one. */
  open: (page: Page) => Promise<void>
  /** Opens a form that was left with a draft. */
  reopen: (page: Page) => Promise<void>
  /** Enters a value and does what saves it, or what precedes {@link submit}. */
  enter: (page: Page, field: EditedField, value: string) => Promise<void>
  /** Sends the form; does nothing where each field saves itself. */
  submit: (page: Page) => Promise<void>
  /** Waits until all that was entered is marked as not saved. */
  isMarked: (page: Page) => Promise<void>
  /** Tries everything again. */
  retry: (page: Page) => Promise<void>
  /** The values at the server by name of field; a row that does not exist has none. */
  saved: (subject: Subject) => Promise<Record<string, string>>
}

/** An editor of a row that exists, which another device may change at the same time. */
export interface RowEditor extends Editor {
  /** The part of the page with its fields; that of a goal's page has those of other editors too. */
  region: (page: Page) => Locator
  saveTheirs: (subject: Subject) => Promise<void>
}

const field = (
  name: string,
  control: EditedField['control'],
  mine: string,
  theirs: string,
  behind?: string,
): EditedField => ({ name, control, mine, theirs, ...(behind && { behind }) })
/** A value as the tests write it: a recurrence as its unit, metrics as the only one of them. */
const textOf = (value: unknown) => {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object' || Array.isArray(value)) return String(value)
  return String('unit' in value ? value.unit : Object.values(value)[0])
}
const notes = (place: Page | Locator) => place.getByText('Not saved.', { exact: true })
const marks = (place: Locator) => place.getByText('Not saved', { exact: true })
const facts = (page: Page) => page.getByRole('complementary', { name: 'Facts' })
const labelled = (label: string) => (page: Page) =>
  page.getByRole('main').getByLabel(label, { exact: true })

const goalAddress = ({ goalId }: Subject) => `/goals/${goalId}`
const nothing = async () => undefined

/** The titles of the goals that a goal is made a part of, here and on the other device. */
export const titlesAbove = ['The one above', 'The other above'] as const

const isList = async (control: Locator) =>
  (await control.getAttribute('aria-haspopup')) === 'listbox'

/** Opens a list of goals as people do to look what it offers, and leaves it as it was. */
async function lookInto(control: Locator): Promise<void> {
  await control.click()
  const option = control.page().getByRole('option', { name: titlesAbove[0] })
  await option.waitFor()
  await control.page().keyboard.press('Escape')
  await option.waitFor({ state: 'hidden' })
  await control.waitFor()
}

async function setControl(control: Locator, value: string): Promise<void> {
  if (await isList(control)) {
    await control.click()
    await control.page().getByRole('option', { name: value }).click()
    return control.waitFor()
  }
  if (await control.evaluate(element => element.tagName === 'SELECT'))
    return void (await control.selectOption(value))
  if ((await control.getAttribute('type')) === 'radio')
    return control.locator('xpath=..').click()
  await control.fill(value)
  await control.blur()
}

async function retryAll(page: Page, left: Locator): Promise<void> {
  for (let count = await left.count(); count > 0; count--) {
    await page
      .getByRole('button', { name: /^(Save|Try again)$/ })
      .first()
      .click()
    await expect(left).toHaveCount(count - 1)
  }
}

const goalColumns = [
  'title',
  'success_criteria',
  'description',
  'target_date',
  'status',
  'horizon',
  'manual_progress',
  'weight',
  'metrics',
] as const
const partOf = (page: Page) => facts(page).getByRole('button', { name: /^Part of:/ })

/** The fields of a goal's page, each saved by itself. */
export const goalPage: RowEditor = {
  name: 'goal page',
  fields: [
    field('title', page => page.getByLabel('Title', { exact: true }), 'My title', 'Their title'),
    field('success_criteria', labelled('Success criteria'), 'My criteria', 'Their criteria'),
    field(
      'description',
      labelled('Description'),
      'My description\nof two lines',
      'Their description',
    ),
    field('target_date', page => facts(page).getByLabel('Target date'), '2027-03-01', '2027-04-02'),
    field('status', page => facts(page).getByLabel('Status'), 'on_hold', 'cancelled'),
    field('horizon', page => facts(page).getByLabel('Horizon'), 'monthly', 'quarterly'),
    field('manual_progress', page => facts(page).getByLabel('Progress'), '40', '75'),
    field('parent', partOf, ...titlesAbove),
    field('weight', page => facts(page).getByLabel('Weight'), '3', '5'),
    field('metrics', page => facts(page).getByLabel('Pulse', { exact: true }), '52', '60'),
  ],
  address: goalAddress,
  region: page => page.getByRole('main'),
  open: page => lookInto(partOf(page)),
  reopen: nothing,
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: nothing,
  isMarked: page =>
    expect
      .poll(async () => (await notes(page).count()) - (await notes(keyResults(page)).count()))
      .toBe(goalPage.fields.length),
  retry: page => retryAll(page, notes(page)),
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `query Saved($id: uuid!) { goals_by_pk(id: $id) { ${goalColumns.join(' ')} parent { title } } }`,
      { id: subject.goalId },
    )
    return texts(withParent(data?.goals_by_pk))
  },
  saveTheirs: subject => change(subject, 'goals', subject.goalId, goalPage.fields),
}

const tasks = (page: Page) => page.getByRole('region', { name: /^Tasks/ })
const taskForm = (page: Page) =>
  tasks(page)
    .locator('form')
    .filter({ has: page.getByRole('button', { name: 'Save task' }) })
const inTask = (label: string) => (page: Page) => taskForm(page).getByLabel(label, { exact: true })
const taskColumns = [
  'title',
  'notes',
  'status',
  'priority',
  'due_date',
  'estimated_hours',
  'actual_hours',
  'tags',
  'recurrence',
  'weight',
] as const

/** The editor of a task, saved as a whole. */
export const taskEditor: RowEditor = {
  name: 'task editor',
  fields: [
    field('title', page => taskForm(page).getByLabel('Title'), 'My task', 'Their task'),
    field('notes', page => taskForm(page).getByLabel('Notes'), 'My notes', 'Their notes'),
    field('status', page => taskForm(page).getByLabel('Status'), 'blocked', 'in_progress'),
    field('priority', page => taskForm(page).getByLabel('Priority'), '1', '5'),
    field('due_date', page => taskForm(page).getByLabel('Due'), '2027-03-01', '2027-04-02'),
    field('estimated_hours', inTask('Estimated hours'), '2.5', '8', 'Hours'),
    field('actual_hours', inTask('Hours spent'), '1.25', '3', 'Hours'),
    field('tags', inTask('Tags'), 'health', 'fitness', 'Tags'),
    field('recurrence', inTask('Repeats'), 'week', 'month', 'Repeat'),
    field('weight', page => taskForm(page).getByLabel('Weight'), '3', '5', 'Weight'),
  ],
  address: goalAddress,
  region: taskForm,
  open: page => taskEditor.reopen(page),
  reopen: async (page) => {
    await tasks(page).locator('button[aria-expanded]').click()
    await taskForm(page).waitFor()
  },
  enter: async (page, { control, behind }, value) => {
    const button = taskForm(page).getByRole('button', { name: behind ?? '', exact: true })
    if (behind && (await button.count())) await button.click()
    await setControl(control(page), value)
  },
  submit: page => taskForm(page).getByRole('button', { name: 'Save task' }).click(),
  isMarked: page =>
    expect(taskForm(page).getByRole('alert').or(marks(tasks(page)))).toBeVisible(),
  retry: async (page) => {
    await taskEditor.submit(page)
    await taskForm(page).waitFor({ state: 'hidden' })
  },
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `query Saved($id: uuid!) { tasks_by_pk(id: $id) { ${taskColumns.join(' ')} } }`,
      { id: subject.taskId },
    )
    return texts(data?.tasks_by_pk)
  },
  saveTheirs: subject => change(subject, 'tasks', subject.taskId, taskEditor.fields),
}

const keyResults = (page: Page) => page.getByRole('region', { name: /^Key results/ })
const keyResultForm = (page: Page) =>
  keyResults(page)
    .locator('form')
    .filter({ has: page.getByRole('button', { name: 'Save key result' }) })
const inKeyResult = (label: string) => (page: Page) => keyResultForm(page).getByLabel(label)
const keyResultColumns = ['title', 'start_value', 'target_value', 'unit', 'weight'] as const

/** The editor of a key result, saved as a whole. */
export const keyResultEditor: RowEditor = {
  name: 'key result editor',
  fields: [
    field('title', inKeyResult('Title'), 'My result', 'Their result'),
    field('start_value', inKeyResult('Start'), '2.5', '3'),
    field('target_value', inKeyResult('Target'), '40', '50'),
    field('unit', inKeyResult('Unit'), 'My unit', 'Their unit'),
    field('weight', inKeyResult('Weight'), '3', '5'),
  ],
  address: goalAddress,
  region: keyResultForm,
  open: page => keyResultEditor.reopen(page),
  reopen: async (page) => {
    await keyResults(page).locator('button[aria-expanded]').click()
    await keyResultForm(page).waitFor()
  },
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: page => keyResultForm(page).getByRole('button', { name: 'Save key result' }).click(),
  isMarked: page =>
    expect(keyResultForm(page).getByRole('alert').or(marks(keyResults(page)))).toBeVisible(),
  retry: async (page) => {
    await keyResultEditor.submit(page)
    await keyResultForm(page).waitFor({ state: 'hidden' })
  },
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `query Saved($id: uuid!) { key_results_by_pk(id: $id) { ${keyResultColumns.join(' ')} } }`,
      { id: subject.keyResultId },
    )
    return texts(data?.key_results_by_pk)
  },
  saveTheirs: subject =>
    change(subject, 'key_results', subject.keyResultId, keyResultEditor.fields),
}

/** The current value of a key result, saved where it stands. */
export const keyResultValue: RowEditor = {
  name: 'key result value',
  fields: [
    field('current_value', page => keyResults(page).getByLabel(/^Current value/), '4.5', '6'),
  ],
  address: goalAddress,
  region: keyResults,
  open: nothing,
  reopen: nothing,
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: nothing,
  isMarked: page => expect(notes(keyResults(page))).toHaveCount(1),
  retry: page => retryAll(page, notes(page)),
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      'query Saved($id: uuid!) { key_results_by_pk(id: $id) { current_value } }',
      { id: subject.keyResultId },
    )
    return texts(data?.key_results_by_pk)
  },
  saveTheirs: subject => change(subject, 'key_results', subject.keyResultId, keyResultValue.fields),
}

const checkIns = (page: Page) => page.getByRole('region', { name: /^Check-ins/ })
const checkInForm = (name: string) => (page: Page) =>
  checkIns(page).getByRole('form', { name, exact: true })
const newCheckIn = checkInForm('New check-in')
const oldCheckIn = checkInForm('Check-in')
const checkInColumns = ['note', 'health'] as const

/** The form for a new check-in. */
export const checkInNew: Editor = {
  name: 'new check-in',
  fields: [
    field('health', page => newCheckIn(page).getByLabel('Off track'), 'off_track', ''),
    field('note', page => newCheckIn(page).getByLabel('Note'), 'My words', ''),
  ],
  address: goalAddress,
  open: async (page) => {
    await checkIns(page).getByRole('button', { name: 'How is it going?' }).click()
    await newCheckIn(page).waitFor()
  },
  reopen: page => newCheckIn(page).waitFor(),
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: page => newCheckIn(page).getByRole('button', { name: 'Check in', exact: true }).click(),
  isMarked: page => expect(newCheckIn(page).getByRole('alert')).toContainText('Not saved.'),
  retry: async (page) => {
    await checkInNew.submit(page)
    await newCheckIn(page).waitFor({ state: 'hidden' })
  },
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `query Saved($goal: uuid!, $id: uuid!) {
        check_ins(where: { goal_id: { _eq: $goal }, id: { _neq: $id } }) { ${checkInColumns.join(' ')} }
      }`,
      { goal: subject.goalId, id: subject.checkInId },
    )
    return texts(one(data?.check_ins))
  },
}

/** The words of a check-in. */
export const checkInEditor: RowEditor = {
  name: 'check-in editor',
  fields: [
    field('health', page => oldCheckIn(page).getByLabel('Off track'), 'off_track', 'on_track'),
    field('note', page => oldCheckIn(page).getByLabel('Note'), 'My words', 'Their words'),
  ],
  address: goalAddress,
  region: oldCheckIn,
  open: page => checkInEditor.reopen(page),
  reopen: async (page) => {
    await checkIns(page).getByRole('button', { name: 'Edit the check-in' }).click()
    await oldCheckIn(page).waitFor()
  },
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: page => oldCheckIn(page).getByRole('button', { name: 'Save check-in' }).click(),
  isMarked: page =>
    expect(oldCheckIn(page).getByRole('alert').or(marks(checkIns(page)))).toBeVisible(),
  retry: async (page) => {
    await checkInEditor.submit(page)
    await oldCheckIn(page).waitFor({ state: 'hidden' })
  },
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `query Saved($id: uuid!) { check_ins_by_pk(id: $id) { ${checkInColumns.join(' ')} } }`,
      { id: subject.checkInId },
    )
    return texts(data?.check_ins_by_pk)
  },
  saveTheirs: subject => change(subject, 'check_ins', subject.checkInId, checkInEditor.fields),
}

const goalForm = (page: Page) => page.getByRole('dialog', { name: 'New goal' })
const newGoalColumns = [
  'title',
  'horizon',
  'target_date',
  'success_criteria',
  'description',
] as const

/** The form for a new goal. */
export const newGoalForm: Editor = {
  name: 'new goal',
  fields: [
    field('title', page => goalForm(page).getByLabel('Title'), 'A goal of mine', ''),
    field('horizon', page => goalForm(page).getByRole('radio', { name: 'Year' }), 'yearly', ''),
    field('target_date', page => goalForm(page).getByLabel('Target date'), '2027-03-01', ''),
    field(
      'success_criteria',
      page => goalForm(page).getByLabel('Success criteria'),
      'My criteria',
      '',
    ),
    field('description', page => goalForm(page).getByLabel('Description'), 'My description', ''),
    field('parent', page => goalForm(page).getByLabel('Part of'), titlesAbove[0], ''),
  ],
  address: () => '/goals',
  open: async (page) => {
    await lookInto((await openGoalForm(page)).getByLabel('Part of'))
  },
  reopen: page => goalForm(page).waitFor(),
  enter: (page, { control }, value) => setControl(control(page), value),
  submit: page => goalForm(page).getByRole('button', { name: 'Add goal' }).click(),
  isMarked: page => expect(goalForm(page).getByRole('alert')).toContainText('Not saved.'),
  retry: async (page) => {
    await newGoalForm.submit(page)
    await goalForm(page).waitFor({ state: 'hidden' })
  },
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      `{ goals(where: { title: { _eq: "A goal of mine" } }) { ${newGoalColumns.join(' ')} parent { title } } }`,
    )
    return texts(withParent(one(data?.goals)))
  },
}

const lines = [
  { name: 'task', label: 'Add a task', title: 'A task of mine' },
  { name: 'sub-goal', label: 'Add a quarterly goal', title: 'A sub-goal of mine' },
]
const unsavedLine = (label: string) => (page: Page) =>
  page.getByRole('main').getByLabel(`${label}, not saved`)

const unsavedLineNotes = (page: Page) => notes(page.getByRole('list', { name: 'Not saved' }))

/** The lines that make a task and a sub-goal at Enter. */
export const quickLines: Editor = {
  name: 'quick lines',
  fields: lines.map(({ name, label, title }) => field(name, unsavedLine(label), title, '')),
  address: goalAddress,
  open: nothing,
  reopen: nothing,
  enter: async (page, { name }, value) => {
    const line = page
      .getByRole('main')
      .getByLabel(lines.find(item => item.name === name)?.label ?? '', { exact: true })
    await line.fill(value)
    await line.press('Enter')
    await line.press('Enter')
  },
  submit: nothing,
  isMarked: page => expect(unsavedLineNotes(page)).toHaveCount(lines.length),
  retry: page => retryAll(page, unsavedLineNotes(page)),
  saved: async (subject) => {
    const { data } = await ask(
      subject,
      'query Saved($id: uuid!) { goals_by_pk(id: $id) { tasks(where: { title: { _like: "A task of%" } }) { title } children { title } } }',
      { id: subject.goalId },
    )
    const goal = data?.goals_by_pk as { tasks: { title: string }[], children: { title: string }[] }
    return texts({
      'task': one<{ title: string }>(goal.tasks)?.title,
      'sub-goal': one<{ title: string }>(goal.children)?.title,
    })
  },
}

/** What a control holds: its value, or for a choice whether it is the chosen one. */
export async function holds(
  page: Page,
  { control, mine }: EditedField,
  value = mine,
): Promise<void> {
  if ((await control(page).getAttribute('type')) === 'radio')
    await expect(control(page)).toBeChecked()
  else if (await isList(control(page))) await expect(control(page)).toHaveText(value)
  else await expect(control(page)).toHaveValue(value)
}

/** That a control, if it is there at all, does not hold what was entered. */
export async function lacks(page: Page, { name, control, mine }: EditedField): Promise<void> {
  const left = control(page)
  if (!(await left.count())) return
  if ((await left.getAttribute('type')) === 'radio') return expect(left, name).not.toBeChecked()
  if (await isList(left)) await expect(left, name).not.toHaveText(mine)
  else await expect(left, name).not.toHaveValue(mine)
}

/** The values of this test by name of field. */
export function mineOf({ fields }: Editor): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, mine }) => [name, mine]))
}

/** The last token of each person, and when it was issued, in milliseconds since 1970. */
const tokens = new Map<string, { value: string, since: number }>()

/** A token of the person of the test that lives for some seconds yet: each takes a sign-in. */
async function recentToken(username: string): Promise<string> {
  const last = tokens.get(username)
  if (last && Date.now() - last.since < (accessTokenSeconds * 1000) / 2) return last.value
  const since = Date.now()
  const value = await tokenOf(username)
  tokens.set(username, { value, since })
  return value
}

/** Asks as the person of the test. */
async function ask(
  { request, username }: Subject,
  query: string,
  variables: object = {},
): Promise<GraphqlAnswer> {
  return graphql(request, await recentToken(username), query, variables)
}

function one<Row>(rows: unknown): Row | undefined {
  expect((rows as Row[]).length, 'rows').toBeLessThan(2)
  return (rows as Row[])[0]
}

/** A row with the title of the goal above it in place of that goal. */
function withParent(row: unknown): unknown {
  const { parent, ...columns } = (row ?? {}) as { parent?: { title: string } | null }
  return { ...columns, parent: parent?.title }
}

function texts(row: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row ?? {})
      .map(([name, value]) => [name, textOf(value)])
      .filter(([, text]) => text !== ''),
  )
}

/** Saves the other device's values. */
async function change(
  subject: Subject,
  table: 'goals' | 'tasks' | 'key_results' | 'check_ins',
  id: string,
  fields: EditedField[],
): Promise<void> {
  const number = [
    'manual_progress',
    'priority',
    'weight',
    'estimated_hours',
    'actual_hours',
    'start_value',
    'current_value',
    'target_value',
  ]
  const column = (name: string, text: string) => {
    if (name === 'tags') return [text]
    if (name === 'metrics') return { Pulse: Number(text) }
    if (name === 'recurrence') return { every: 1, unit: text }
    return number.includes(name) ? Number(text) : text
  }
  const set = Object.fromEntries(
    fields.map(({ name, theirs }) =>
      name === 'parent' ? ['parent_id', subject.above[theirs]] : [name, column(name, theirs)],
    ),
  )
  const { errors } = await ask(
    subject,
    `mutation Theirs($id: uuid!, $set: ${table}_set_input!) { update_${table}_by_pk(pk_columns: { id: $id }, _set: $set) { id } }`,
    { id, set },
  )
  expect(errors).toBeUndefined()
}
