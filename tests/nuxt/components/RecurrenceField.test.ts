import { mountSuspended } from '@nuxt/test-utils/runtime'
import { expect, test } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import RecurrenceField from '~/components/task/RecurrenceField.vue'
import { recurrenceOf, recurrenceText } from '~/utils/recurrence'

async function mountField(text: string) {
  const model = ref(text)
  const Field = defineComponent(() => () =>
    h(RecurrenceField, {
      'today': '2026-11-26',
      'modelValue': model.value,
      'onUpdate:modelValue': (value: string) => {
        model.value = value
      },
    }),
  )
  const wrapper = await mountSuspended(Field)
  const control = (label: string) => wrapper.get(`[aria-label="${label}"]`)
  const sentence = () => wrapper.find('[role="status"]').text()
  return { model, control, sentence, wrapper }
}

test('a rule is chosen step by step, and read as a sentence', async () => {
  const { model, control, sentence } = await mountField('')
  await control('Repeats').setValue('week')
  await control('Repeats every').setValue('2')
  await control('Friday').trigger('click')
  await control('Monday').trigger('click')
  expect(sentence()).toBe('Every 2 weeks on Monday and Friday.')
  await control('Friday').trigger('click')
  expect(recurrenceOf(model.value)).toEqual({ every: 2, unit: 'week', weekdays: [1] })

  await control('Repeats').setValue('month')
  await control('Day of the month').setValue('weekday')
  await control('Which').setValue('-1')
  await control('Weekday').setValue('5')
  await control('Counted').setValue('completion')
  await control('End').setValue('until')
  await control('Last day').setValue('2027-06-30')
  expect(sentence()).toBe('Every 2 months on the last Friday after it is done, until 30 Jun 2027.')
})

test('what is saved is shown, and can be given up', async () => {
  const { model, control, wrapper } = await mountField(recurrenceText({ every: 1, unit: 'month', day: 15, times: 3 }))
  expect((control('Day').element as HTMLInputElement).value).toBe('15')
  expect((control('How many more').element as HTMLInputElement).value).toBe('3')
  await control('Repeats').setValue('never')
  expect(model.value).toBe('')
  expect(wrapper.find('[role="status"]').exists()).toBe(false)
})
