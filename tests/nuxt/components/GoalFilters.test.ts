import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test, vi } from 'vitest'
import GoalFilters from '~/components/goal/GoalFilters.vue'

async function mountFilters(route: string) {
  const wrapper = await mountSuspended(GoalFilters, { route })
  const query = () => ({ ...useRouter().currentRoute.value.query })
  const button = (name: string) =>
    wrapper.findAll('button').find(item => item.text() === name)
  return { wrapper, query, button }
}

test('shows what the address says, and ignores what it does not know', async () => {
  const { wrapper } = await mountFilters('/goals?q=run&horizon=weekly,daily&status=active,on_hold')
  expect(wrapper.get('input').element.value).toBe('run')
  const pressed = wrapper.findAll('[aria-pressed="true"]').map(item => item.text())
  expect(pressed).toEqual(['Week'])
  expect(wrapper.get('select').element.value).toBe('active,on_hold')
})

test('what is typed and chosen stands in the address', async () => {
  const { wrapper, query, button } = await mountFilters('/goals')
  await wrapper.get('input').setValue('run')
  await vi.waitFor(() => expect(query()).toEqual({ q: 'run' }))
  await button('Week')?.trigger('click')
  await vi.waitFor(() => expect(query()).toEqual({ q: 'run', horizon: 'weekly' }))
  await button('Year')?.trigger('click')
  await vi.waitFor(() => expect(query()).toEqual({ q: 'run', horizon: 'weekly,yearly' }))
  await wrapper.get('select').setValue('completed')
  await vi.waitFor(() => expect(query()).toMatchObject({ status: 'completed' }))
  await button('Week')?.trigger('click')
  await vi.waitFor(() =>
    expect(query()).toEqual({ q: 'run', horizon: 'yearly', status: 'completed' }),
  )
})

test('can be cleared, and offers it only then', async () => {
  const { query, button } = await mountFilters('/goals?q=run&status=active')
  await button('Clear')?.trigger('click')
  await vi.waitFor(() => expect(query()).toEqual({}))
  expect(button('Clear')).toBeUndefined()
})
