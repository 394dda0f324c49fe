import { maxEvery } from '#shared/limits.ts'
import { isDay, shortDay, type Day } from './days'

/** What a recurrence counts in. */
export type RecurrenceUnit = keyof typeof maxEvery

/** When the next task is due once this one is completed, as `db/triggers/tasks.recurrence.sql` explains. */
export interface Recurrence {
  every: number
  unit: RecurrenceUnit
  weekdays?: number[]
  day?: number
  weekday?: number
  nth?: number
  from?: 'due_date' | 'completion'
  until?: Day
  times?: number
}

/**
 * A recurrence as the fields of a form, all text. `on` says which of the others a month is counted
 * by, `ends` which of them is the end.
 */
export interface RecurrenceForm {
  unit: RecurrenceUnit
  every: string
  weekdays: string
  on: 'due' | 'day' | 'weekday'
  day: string
  nth: string
  weekday: string
  from: 'due_date' | 'completion'
  ends: 'never' | 'until' | 'times'
  until: string
  times: string
}

/** The ISO numbers of the days of a week, from Monday, with their names. */
export const weekdays: readonly {
  value: number
  short: string
  label: string
}[] = [
  'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday',
].map((label, index) => ({ value: index + 1, short: label.slice(0, 2), label }))

/** Which of a month's weekdays are meant, by number. */
export const ordinals: Readonly<Record<string, string>> = {
  '1': 'first',
  '2': 'second',
  '3': 'third',
  '4': 'fourth',
  '-1': 'last',
}

const plainForm: Omit<RecurrenceForm, 'unit'> = {
  every: '1',
  weekdays: '',
  on: 'due',
  day: '1',
  nth: '1',
  weekday: '1',
  from: 'due_date',
  ends: 'never',
  until: '',
  times: '10',
}

/** The form of a new recurrence. */
export function newForm(unit: RecurrenceUnit): RecurrenceForm {
  return { unit, ...plainForm }
}

/** A column's value as the text of a form's field; empty when the task does not recur. */
export function recurrenceText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const rule = value as Recurrence
  const form = {
    ...newForm(rule.unit),
    every: String(rule.every),
    ...(rule.weekdays && { weekdays: rule.weekdays.toSorted((a, b) => a - b).join(',') }),
    ...(rule.day !== undefined && { on: 'day' as const, day: String(rule.day) }),
    ...(rule.weekday !== undefined && {
      on: 'weekday' as const,
      weekday: String(rule.weekday),
      nth: String(rule.nth),
    }),
    ...(rule.from && { from: rule.from }),
    ...(rule.until && { ends: 'until' as const, until: rule.until }),
    ...(rule.times !== undefined && { ends: 'times' as const, times: String(rule.times) }),
  }
  return formText(form)
}

/** A form as the text of one field; the same form gives the same text. */
export function formText(form: RecurrenceForm): string {
  return JSON.stringify({ ...newForm(form.unit), ...form })
}

/** The form in a field's text; `undefined` when the task does not recur. */
export function formOf(text: string): RecurrenceForm | undefined {
  return text === '' ? undefined : (JSON.parse(text) as RecurrenceForm)
}

/** The column's value of a field's text. */
export function recurrenceOf(text: string): Recurrence | null {
  const form = formOf(text)
  if (!form) return null
  const { unit, on, from, ends } = form
  return {
    every: Number(form.every),
    unit,
    ...(unit === 'week' && form.weekdays && { weekdays: form.weekdays.split(',').map(Number) }),
    ...(unit === 'month' && on === 'day' && { day: Number(form.day) }),
    ...(unit === 'month'
      && on === 'weekday' && { weekday: Number(form.weekday), nth: Number(form.nth) }),
    ...(from === 'completion' && { from }),
    ...(ends === 'until' && { until: form.until }),
    ...(ends === 'times' && { times: Number(form.times) }),
  }
}

/** Checks a recurrence before it is sent. */
export function recurrenceError(text: string): string | undefined {
  const form = formOf(text)
  if (!form) return undefined
  const { unit } = form
  const most = maxEvery[unit]
  if (!isWhole(form.every, most))
    return `Repeat it every 1 to ${most.toLocaleString('en-GB')} ${unit}s.`
  if (unit === 'month' && form.on === 'day' && !isWhole(form.day, 31))
    return 'Write a day of the month from 1 to 31.'
  if (form.ends === 'until' && !isDay(form.until)) return 'Say on which day it ends.'
  const mostTimes = Math.floor(most / Number(form.every))
  if (form.ends === 'times' && !isWhole(form.times, mostTimes))
    return `Repeat it 1 to ${mostTimes.toLocaleString('en-GB')} more times: it ends within a hundred years.`
}

/** A recurrence as a sentence: `Every 2 weeks on Monday and Friday, until 3 Mar 2027`. */
export function recurrenceSentence(text: string, today: Day): string {
  const form = formOf(text)
  if (!form) return 'Does not repeat'
  const every = form.every === '1' ? `Every ${form.unit}` : `Every ${form.every} ${form.unit}s`
  const after = form.from === 'completion' ? ' after it is done' : ''
  return `${every}${onWords(form)}${after}${endWords(form, today)}`
}

function onWords({ unit, on, weekdays: days, day, nth, weekday }: RecurrenceForm): string {
  const name = (value: string) => weekdays[Number(value) - 1]?.label ?? value
  if (unit === 'week' && days) return ` on ${listed(days.split(',').map(name))}`
  if (unit !== 'month' || on === 'due') return ''
  return on === 'day' ? ` on day ${day}` : ` on the ${ordinals[nth]} ${name(weekday)}`
}

function endWords({ ends, until, times }: RecurrenceForm, today: Day): string {
  if (ends === 'until' && isDay(until)) return `, until ${shortDay(until, today)}`
  if (ends === 'times') return times === '1' ? ', once more' : `, ${times} more times`
  return ''
}

function listed(words: string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words)
}

function isWhole(text: string, most: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most
}
