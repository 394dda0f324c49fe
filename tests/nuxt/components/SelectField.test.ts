import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test } from 'vitest'
import SelectField from '~/components/ui/SelectField.vue'

test('a choice that was refused points to the reason', async () => {
  const props = { label: 'Period', modelValue: 'a', options: [{ value: 'a', label: 'A' }] }
  const field = await mountSuspended(SelectField, { props })
  const select = field.get('select')
  expect(select.attributes('aria-invalid')).toBeUndefined()
  await field.setProps({ ...props, error: 'It is not over.' })
  expect(select.attributes('aria-invalid')).toBe('true')
  expect(field.get(`#${select.attributes('aria-describedby')}`).text()).toBe('It is not over.')
})
