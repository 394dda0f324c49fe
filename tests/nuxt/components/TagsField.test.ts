import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, test } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import TagsField from '~/components/form/TagsField.vue'

/** The field with its text, which is that of `utils/tags`. */
async function mountField(text = '') {
  const model = ref(text)
  const Field = defineComponent(() => () =>
    h(TagsField, {
      'label': 'Tags',
      'modelValue': model.value,
      'onUpdate:modelValue': (value: string) => {
        model.value = value
      },
    }),
  )
  const wrapper = await mountSuspended(Field)
  const input = () => wrapper.get('input')
  const chips = () => wrapper.findAll('bdi').map(chip => chip.text())
  return { model, wrapper, input, chips }
}

describe('tags', () => {
  test('a comma or Enter ends one, and each is there once', async () => {
    const { input, chips, model } = await mountField()
    await input().setValue('health, fit')
    expect(chips()).toEqual(['health'])
    expect(input().element.value).toBe(' fit')
    await input().trigger('keydown', { key: 'Enter' })
    expect(chips()).toEqual(['health', 'fit'])
    await input().setValue('health,')
    expect(chips()).toEqual(['health', 'fit'])
    expect(model.value).toBe('health\nfit\n')
  })

  test('Backspace in the empty line takes the last back to be typed', async () => {
    const { input, chips } = await mountField('health\nfit\n')
    await input().trigger('keydown', { key: 'Backspace' })
    expect(chips()).toEqual(['health'])
    expect(input().element.value).toBe('fit')
  })

  test('one is removed by its button, and what is typed stays', async () => {
    const { wrapper, input, chips, model } = await mountField('health\nfit\nle')
    await wrapper.get('[aria-label="Remove the tag “health”"]').trigger('click')
    expect(chips()).toEqual(['fit'])
    expect(input().element.value).toBe('le')
    expect(model.value).toBe('fit\nle')
  })

  test('Enter does not end a word that an input method is composing', async () => {
    const { input, chips } = await mountField('日')
    await input().trigger('keydown', { key: 'Enter', isComposing: true })
    expect(chips()).toEqual([])
  })
})
