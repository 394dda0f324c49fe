import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, test } from 'vitest'
import TextField from '~/components/ui/TextField.vue'

const props = { label: 'Title', name: 'title', modelValue: 'Run' }

describe('TextField', () => {
  test('labels its control and emits what is typed', async () => {
    const field = await mountSuspended(TextField, { props })
    const input = field.get('input')
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'))
    await input.setValue('Run 5k')
    expect(field.emitted('update:modelValue')).toEqual([['Run 5k']])
  })

  test('ties its error to the control, for screen readers too', async () => {
    const field = await mountSuspended(TextField, {
      props: { ...props, error: 'Title is required.' },
    })
    const input = field.get('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(field.get(`#${CSS.escape(input.attributes('aria-describedby')!)}`).text()).toBe(
      'Title is required.',
    )
  })

  test('has many lines when asked for', async () => {
    const field = await mountSuspended(TextField, { props: { ...props, multiline: true } })
    expect(field.find('textarea').exists()).toBe(true)
    expect(field.find('input').exists()).toBe(false)
  })
})
