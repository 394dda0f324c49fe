import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { defineComponent, h, reactive } from 'vue'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import TaskEditor from '~/components/task/TaskEditor.vue'
import type { Task } from '~/composables/task/useTaskActions'
import { useDraftsStore } from '~/stores/drafts'
import { answeredTask, startGateway, taskRow, type Answer } from '../support/gateway.ts'

const { id } = taskRow()

/** The task as the server has it. */
let task: Task
/** What the gateway answers first; then it finds the task as it was read. */
let answers: Answer[]
let closed: number

const sent = startGateway(operation => (answers.shift() ?? save)(operation))

const save: Answer = ({ variables }) => {
  Object.assign(task, variables.set, { updated_at: `${task.updated_at}+` })
  return returning([answeredTask(task)])
}

const returning = (rows: object[]) => ({
  data: { update_tasks: { __typename: 'tasks_mutation_response', returning: rows } },
})

beforeEach(() => {
  task = reactive(taskRow())
  answers = []
  closed = 0
  sent.length = 0
  useDraftsStore().drop(`task:${id}`)
})

const Editor = defineComponent(() => () => h(TaskEditor, { task, links: [], today: '2026-01-02', onClose: () => closed++ }))

async function mountEditor() {
  const wrapper = await mountSuspended(Editor)
  const control = (name: string) => wrapper.get<HTMLInputElement>(`[name="${name}"]`)
  const press = async (text: string) => {
    await wrapper.findAll('button').find(button => button.text() === text)?.trigger('click')
    await flushPromises()
  }
  const submit = () => wrapper.get('form').trigger('submit')
  const alerts = () => wrapper.findAll('[role="alert"]').map(alert => alert.text()).join(' ')
  return { control, press, submit, alerts }
}

describe('the editor of a task', () => {
  test('sends what was changed, on condition that the task is as it was read, and closes', async () => {
    const { control, submit } = await mountEditor()
    await control('title').setValue('  Run far  ')
    await submit()
    await vi.waitFor(() => expect(closed).toBe(1))
    expect(sent).toEqual([{
      name: 'UpdateUnchangedTask',
      variables: { id, seen: '2026-01-02T00:00:00Z', set: { title: 'Run far' } },
    }])
    expect(useDraftsStore().read(`task:${id}`)).toBeUndefined()
  })

  test('closes without a request when nothing was changed', async () => {
    const { submit } = await mountEditor()
    await submit()
    expect(closed).toBe(1)
    expect(sent).toEqual([])
  })

  test('says at its field what cannot be saved, and sends nothing', async () => {
    const { control, submit, alerts } = await mountEditor()
    await control('title').setValue(' ')
    await submit()
    expect(control('title').attributes('aria-invalid')).toBe('true')
    expect(alerts()).not.toBe('')
    expect(sent).toEqual([])
    expect(closed).toBe(0)
  })

  test('shows a refusal at the field that it names, and keeps what was typed', async () => {
    const error = { message: 'Shorten the notes.', extensions: { code: 'constraint-violation', field: 'notes' } }
    answers = [() => ({ errors: [error] })]
    const { control, submit, alerts } = await mountEditor()
    await control('notes').setValue('Shoes')
    await submit()
    await vi.waitFor(() => expect(alerts()).toContain('Shorten the notes.'))
    expect(control('notes').attributes('aria-invalid')).toBe('true')
    expect(control('notes').element.value).toBe('Shoes')
    expect(useDraftsStore().read(`task:${id}`)?.typed).toEqual({ notes: 'Shoes' })
    expect(closed).toBe(0)
  })

  test('Cancel and Escape give up what was typed', async () => {
    const { control, press } = await mountEditor()
    await control('title').setValue('Swim')
    await press('Cancel')
    expect(control('title').element.value).toBe('Run')
    await control('title').setValue('Swim')
    await control('title').trigger('keydown', { key: 'Escape' })
    expect(control('title').element.value).toBe('Run')
    expect(closed).toBe(2)
    expect(sent).toEqual([])
  })
})

describe('a task that is changed elsewhere while it is edited', () => {
  test('asks which text to keep before it saves', async () => {
    const { control, press, submit, alerts } = await mountEditor()
    await control('title').setValue('Run far')
    Object.assign(task, { title: 'Swim', updated_at: '2026-01-03T00:00:00Z' })
    await flushPromises()
    await submit()
    expect(alerts()).toContain('Swim')
    expect(sent).toEqual([])

    await press('Keep mine')
    await submit()
    await vi.waitFor(() => expect(closed).toBe(1))
    expect(sent[0]?.variables).toEqual({ id, seen: '2026-01-03T00:00:00Z', set: { title: 'Run far' } })
  })

  test('is saved all the same when other fields were changed', async () => {
    const completeElsewhere: Answer = () => {
      Object.assign(task, { status: 'completed', updated_at: '2026-01-03T00:00:00Z' })
      return returning([])
    }
    answers = [completeElsewhere, () => ({ data: { tasks_by_pk: answeredTask(task) } })]
    const { control, submit } = await mountEditor()
    await control('title').setValue('Run far')
    await submit()
    await vi.waitFor(() => expect(closed).toBe(1))
    expect(sent.map(({ variables }) => variables.seen)).toEqual([
      '2026-01-02T00:00:00Z',
      undefined,
      '2026-01-03T00:00:00Z',
    ])
    expect(task).toMatchObject({ title: 'Run far', status: 'completed' })
  })
})
