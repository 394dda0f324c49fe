import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test } from 'vitest'
import ResultTabs from '~/components/playground/ResultTabs.vue'

test('selects the tab that is pressed, and says which one is', async () => {
  const tabs = await mountSuspended(ResultTabs, { props: { modelValue: 'answer' } })
  expect(tabs.get('[aria-selected="true"]').text()).toBe('Answer')
  await tabs.get('#result-sql').trigger('click')
  expect(tabs.emitted('update:modelValue')).toEqual([['sql']])
})
