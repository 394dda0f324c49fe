import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test } from 'vitest'
import DueLabel from '~/components/ui/DueLabel.vue'

const today = '2026-03-10'

test.each([
  { day: '2026-03-09', tone: 'text-error' },
  { day: '2026-03-10', tone: 'text-warning' },
  { day: '2026-03-11', tone: 'text-toned' },
  { day: '2026-06-01', tone: 'text-muted' },
])('$day is $tone on 10 March', async ({ day, tone }) => {
  const label = await mountSuspended(DueLabel, { props: { day, today } })
  expect(label.classes()).toContain(tone)
  expect(label.attributes('datetime')).toBe(day)
})

test('a day that no longer matters is quiet', async () => {
  const label = await mountSuspended(DueLabel, { props: { day: '2026-03-09', today, quiet: true } })
  expect(label.classes()).toContain('text-muted')
})
