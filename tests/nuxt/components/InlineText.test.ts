import { mountSuspended } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { defineComponent, h, reactive } from 'vue'
import { beforeEach, describe, expect, test } from 'vitest'
import InlineText from '~/components/form/InlineText.vue'
import { useSavedField } from '~/composables/form/useSavedField'
import type { Outcome } from '~/composables/request/useWrite'
import { useDraftsStore } from '~/stores/drafts'
import { titleError } from '~/utils/goal-input'

const form = 'goal:g1:title'
const refusal: Outcome<unknown> = {
  kind: 'refused',
  problem: { kind: 'offline', message: 'The server cannot be reached.' },
}

/** The row as the server has it; what is saved ends up here. */
let row: { title: string }
/** What was sent: the new text and the one it began from. */
let sent: [string, string][]
let answer: () => Promise<Outcome<unknown>>

beforeEach(() => {
  row = reactive({ title: 'Run' })
  sent = []
  answer = async () => ({ kind: 'done', value: undefined })
  useDraftsStore().drop(form)
})

/** A heading that is edited where it stands. */
const Heading = defineComponent(() => {
  const field = useSavedField({
    form,
    saved: () => row.title,
    check: titleError,
    save: async (text, base) => {
      sent.push([text, base])
      const outcome = await answer()
      if (outcome.kind === 'done') row.title = text
      return outcome
    },
  })
  return () => h(InlineText, { label: 'Title', heading: true, field, value: row.title })
})

async function mountHeading() {
  const wrapper = await mountSuspended(Heading)
  const control = wrapper.get('textarea')
  const press = async (text: string) => {
    await wrapper.findAll('button').find(button => button.text() === text)?.trigger('click')
    await flushPromises()
  }
  return { wrapper, control, press, value: () => (control.element as HTMLTextAreaElement).value }
}

describe('a text that is edited where it stands', () => {
  test('saves when it is left, once, with the text that it began from', async () => {
    const { control, wrapper } = await mountHeading()
    await control.setValue('Run far')
    expect(sent).toEqual([])
    await control.trigger('blur')
    await control.trigger('blur')
    await flushPromises()
    expect(sent).toEqual([['Run far', 'Run']])
    expect(wrapper.get('h1').text()).toBe('Run far')
    expect(useDraftsStore().read(form)).toBeUndefined()
  })

  test('saves nothing when it was only visited', async () => {
    const { control } = await mountHeading()
    await control.trigger('focus')
    await control.trigger('blur')
    expect(sent).toEqual([])
  })

  test('Enter saves a heading; Escape gives up what was typed', async () => {
    const { control, value } = await mountHeading()
    await control.setValue('Run far')
    await control.trigger('keydown', { key: 'Escape' })
    expect(value()).toBe('Run')
    await control.setValue('Run farther')
    await control.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(sent).toEqual([['Run farther', 'Run']])
  })

  test('a text that cannot be saved is not sent, and says why', async () => {
    const { control, wrapper, value } = await mountHeading()
    await control.setValue('   ')
    await control.trigger('blur')
    expect(sent).toEqual([])
    expect(wrapper.get('[role="alert"]').text()).toContain('Not saved.')
    expect(control.attributes('aria-invalid')).toBe('true')
    expect(value()).toBe('   ')
  })

  test('a refusal keeps the text and offers to try again', async () => {
    answer = async () => refusal
    const { control, wrapper, press, value } = await mountHeading()
    await control.setValue('Run far')
    await control.trigger('blur')
    await flushPromises()
    expect(wrapper.get('[role="alert"]').text()).toContain('The server cannot be reached.')
    expect(value()).toBe('Run far')

    answer = async () => ({ kind: 'done', value: undefined })
    await press('Try again')
    expect(sent).toHaveLength(2)
    expect(wrapper.find('[role="alert"]').exists()).toBe(false)
  })

  test('a page that is opened again shows what was not saved, and can discard it', async () => {
    answer = async () => refusal
    const first = await mountHeading()
    await first.control.setValue('Run far')
    await first.control.trigger('blur')
    await flushPromises()
    first.wrapper.unmount()

    const { wrapper, press, value } = await mountHeading()
    await flushPromises()
    expect(value()).toBe('Run far')
    expect(wrapper.text()).toContain('Not saved.')
    await press('Discard')
    expect(value()).toBe('Run')
  })
})

describe('a text that is saved elsewhere while it is edited', () => {
  test('is followed where nothing was typed', async () => {
    const { value } = await mountHeading()
    row.title = 'Swim'
    await flushPromises()
    expect(value()).toBe('Swim')
  })

  test('shows both and saves neither until one is chosen: keep mine', async () => {
    const { control, wrapper, press, value } = await mountHeading()
    await control.setValue('Run far')
    row.title = 'Swim'
    await flushPromises()
    expect(value()).toBe('Run far')
    expect(wrapper.get('[role="alert"]').text()).toContain('Swim')
    await control.trigger('blur')
    expect(sent).toEqual([])

    await press('Keep mine')
    expect(sent).toEqual([['Run far', 'Swim']])
    expect(wrapper.find('[role="alert"]').exists()).toBe(false)
  })

  test('shows both and saves neither until one is chosen: take the saved one', async () => {
    const { control, press, value } = await mountHeading()
    await control.setValue('Run far')
    row.title = 'Swim'
    await flushPromises()
    await press('Take the saved one')
    expect(value()).toBe('Swim')
    expect(sent).toEqual([])
  })

  test('is no conflict when the same was saved', async () => {
    const { control, wrapper } = await mountHeading()
    await control.setValue('Run far')
    row.title = 'Run far'
    await flushPromises()
    expect(wrapper.find('[role="alert"]').exists()).toBe(false)
    expect(useDraftsStore().read(form)).toBeUndefined()
  })

  test('what is typed while the save is under way stays a draft of its own', async () => {
    let finish = () => {}
    answer = () =>
      new Promise((resolve) => {
        finish = () => resolve({ kind: 'done', value: undefined })
      })
    const { control, value } = await mountHeading()
    await control.setValue('Run far')
    await control.trigger('blur')
    await control.setValue('Run farther')
    finish()
    await flushPromises()
    expect(row.title).toBe('Run far')
    expect(value()).toBe('Run farther')
    expect(useDraftsStore().read(form)?.typed).toEqual({ text: 'Run farther' })
  })
})
