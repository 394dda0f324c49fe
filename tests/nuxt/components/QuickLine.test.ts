import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import QuickLine from '~/components/form/QuickLine.vue'
import type { Outcome } from '~/composables/request/useWrite'
import { useDraftsStore } from '~/stores/drafts'

const form = 'quick-goal:weekly'
const refusal: Outcome<unknown> = {
  kind: 'refused',
  problem: { kind: 'unanswered', message: 'No answer came.' },
}

/** Titles and client keys that were sent. */
let sent: { title: string, key: string }[]
let answer: Outcome<unknown>

beforeEach(() => {
  sent = []
  answer = { kind: 'done', value: undefined }
  const drafts = useDraftsStore()
  for (const name of Object.keys(drafts.drafts)) drafts.drop(name)
})

async function mountLine() {
  const create = async (title: string, key: string) => {
    sent.push({ title, key })
    return answer
  }
  const props = { label: 'Add a goal', placeholder: 'Add a goal', form, create }
  const wrapper = await mountSuspended(QuickLine, { props })
  const input = () => wrapper.get<HTMLInputElement>('input[aria-label="Add a goal"]')
  const enter = async (text: string) => {
    await input().setValue(text)
    await wrapper.findAll('form').at(-1)?.trigger('submit')
    await flushPromises()
  }
  return { wrapper, input, enter }
}

test('Enter makes a row and frees the line for the next one', async () => {
  const { input, enter } = await mountLine()
  await enter('  Run  ')
  await enter('Swim')
  expect(sent.map(({ title }) => title)).toEqual(['Run', 'Swim'])
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2)
  expect(input().element.value).toBe('')
})

test('an empty line makes nothing and complains of nothing', async () => {
  const { wrapper, enter } = await mountLine()
  await enter('   ')
  expect(sent).toEqual([])
  expect(wrapper.find('[role="alert"]').exists()).toBe(false)
})

test('a title that is too long stays in the line, with the reason', async () => {
  const { wrapper, input, enter } = await mountLine()
  await enter('x'.repeat(1000))
  expect(sent).toEqual([])
  expect(wrapper.get('[role="alert"]').text()).not.toBe('')
  expect(input().element.value).toHaveLength(1000)
})

test('what is not saved becomes a line of its own, tried again under the same key', async () => {
  answer = refusal
  const { wrapper, input, enter } = await mountLine()
  await enter('Run')
  expect(input().element.value).toBe('')
  expect(wrapper.get('[role="alert"]').text()).toContain('No answer came.')
  const unsaved = wrapper.get<HTMLInputElement>('input[aria-label="Add a goal, not saved"]')
  await unsaved.setValue('Run far')

  answer = { kind: 'done', value: undefined }
  await wrapper.findAll('button').find(button => button.text() === 'Try again')?.trigger('click')
  await flushPromises()
  expect(sent.map(({ title }) => title)).toEqual(['Run', 'Run far'])
  expect(sent[1]?.key).toBe(sent[0]?.key)
  expect(wrapper.find('ul').exists()).toBe(false)
})

test('an unsaved line can be given up', async () => {
  answer = refusal
  const { wrapper, enter } = await mountLine()
  await enter('Run')
  await wrapper.findAll('button').find(button => button.text() === 'Discard')?.trigger('click')
  expect(wrapper.find('ul').exists()).toBe(false)
  expect(useDraftsStore().drafts).toEqual({})
})
