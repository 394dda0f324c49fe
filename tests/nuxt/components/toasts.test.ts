import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import UToaster from '@nuxt/ui/components/Toaster.vue'
import { useUndo } from '~/composables/request/useUndo'
import type { Problem } from '~/utils/problems'
import { answeredTask, startGateway, taskRow, type Answer } from '../support/gateway.ts'

const offline: Problem = { kind: 'offline', message: 'The server cannot be reached.' }

let answer: Answer
const sent = startGateway(operation => answer(operation))

const task = taskRow()
const updated: Answer = () => ({ data: { update_tasks_by_pk: answeredTask(task) } })

let toasts: ReturnType<typeof useToast>

beforeEach(() => {
  answer = updated
  sent.length = 0
  toasts?.clear()
})

async function mountToasts() {
  let actions!: ReturnType<typeof useUndo>
  const Page = defineComponent(() => {
    toasts = useToast()
    actions = useUndo()
    return () => h(UToaster)
  })
  await mountSuspended(Page)
  return actions
}

const titles = () => toasts.toasts.value.map(({ title }) => title)
const buttonOf = (label: string) =>
  [...document.body.querySelectorAll('button')].find(button => button.textContent?.trim() === label)

describe('a refusal', () => {
  test('says what was not done and why, and tries again where that may help', async () => {
    const { refuse } = await mountToasts()
    const retry = vi.fn(async () => {})
    refuse('“Run” was not deleted', offline, retry)
    await flushPromises()
    expect(document.body.textContent).toContain('“Run” was not deleted')
    expect(document.body.textContent).toContain('The server cannot be reached.')
    buttonOf('Try again')?.click()
    expect(retry).toHaveBeenCalledOnce()
  })

  test('offers no second try of what would be refused again', async () => {
    const { refuse } = await mountToasts()
    refuse('“Run” was not changed', { kind: 'forbidden', message: 'You may not do this.' }, async () => {})
    await flushPromises()
    expect(document.body.textContent).toContain('You may not do this.')
    expect(buttonOf('Try again')).toBeUndefined()
  })

  test('says nothing of an ended session, which the page itself tells', async () => {
    const { refuse } = await mountToasts()
    refuse('“Run” was not changed', { kind: 'signed-out', message: 'Your session has ended.' })
    expect(titles()).toEqual([])
  })
})

describe('a change that is done', () => {
  const reversal = { kind: 'task-fields', id: task.id, fields: { status: 'pending' } } as const

  test('can be taken back by its button, once', async () => {
    const { offer, undo } = await mountToasts()
    await offer('Completed “Run”', reversal)
    await flushPromises()
    buttonOf('Undo')?.click()
    await vi.waitFor(() => expect(titles()).toContain('Undone'))
    expect(sent).toEqual([{ name: 'UpdateTask', variables: { id: task.id, set: { status: 'pending' } } }])
    await undo()
    expect(sent).toHaveLength(1)
  })

  test('is not announced while its row can be seen, and can be taken back by the shortcut', async () => {
    const { offer, undo } = await mountToasts()
    const seen = document.body.appendChild(document.createElement('p'))
    seen.dataset.row = task.id
    seen.getBoundingClientRect = () => new DOMRect(0, 10, 100, 20)
    await offer('Completed “Run”', reversal)
    expect(titles()).toEqual([])
    await undo()
    expect(sent).toHaveLength(1)
    seen.remove()
  })

  test('that cannot be taken back says so, and stays on the stack', async () => {
    answer = () => ({ errors: [{ message: 'Try again.', extensions: { code: 'unexpected' } }] })
    const { offer, undo } = await mountToasts()
    await offer('Completed “Run”', reversal)
    await undo()
    expect(titles()).toContain('Could not be undone')
    answer = updated
    await undo()
    expect(sent).toHaveLength(2)
    expect(titles()).toContain('Undone')
  })
})
