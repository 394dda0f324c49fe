import { maxDecimals, ranges } from '#shared/limits.ts'
import type { TaskStatus } from './statuses'
import { dayError, fieldErrors, textError, titleError, type FieldErrors } from './goal-input'
import { numberError, numberOf, numberText, requiredNumberError } from './number-input'
import { recurrenceError, recurrenceOf, recurrenceText, type Recurrence } from './recurrence'
import { tagsError, tagsOf, tagsOfRow, tagsText } from './tags'

/** The columns of a task that its form shows. */
export interface FormTask {
  title: string
  notes: string
  status: TaskStatus
  priority: number
  due_date: string | null
  estimated_hours: number | null
  actual_hours: number | null
  tags: unknown
  weight: number
  recurrence: unknown
  category_id: string | null
}

/** The fields of a task's form, all text, by the names of their columns. */
export type TaskFields = Record<keyof FormTask, string>

/** The columns that a task's form changes. */
export type TaskColumns = Omit<FormTask, 'tags' | 'recurrence'> & {
  tags: string[]
  recurrence: Recurrence | null
}

/** The fields of a task as it is saved. */
export function taskFieldsOf(task: FormTask): TaskFields {
  return {
    title: task.title,
    notes: task.notes,
    status: task.status,
    priority: String(task.priority),
    due_date: task.due_date ?? '',
    estimated_hours: numberText(task.estimated_hours),
    actual_hours: numberText(task.actual_hours),
    tags: tagsText(tagsOfRow(task.tags)),
    weight: String(task.weight),
    recurrence: recurrenceText(task.recurrence),
    category_id: task.category_id ?? '',
  }
}

/** What of a task's fields cannot be sent. */
export function taskErrors(fields: TaskFields): FieldErrors {
  const hours = { range: ranges.hours, decimals: maxDecimals.hours }
  return fieldErrors({
    title: titleError(fields.title),
    notes: textError(fields.notes),
    due_date: dayError(fields.due_date),
    estimated_hours: numberError(fields.estimated_hours, hours),
    actual_hours: numberError(fields.actual_hours, hours),
    tags: tagsError(fields.tags),
    weight: requiredNumberError(fields.weight, { range: ranges.weight, decimals: 0 }),
    recurrence: recurrenceError(fields.recurrence),
  })
}

/** The columns of the given fields, and of no others. */
export function taskColumns(fields: Partial<TaskFields>): Partial<TaskColumns> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, columns[name as keyof FormTask](text)]),
  )
}

const columns: { [Name in keyof TaskColumns]: (text: string) => TaskColumns[Name] } = {
  title: text => text.trim(),
  notes: text => text,
  status: text => text as TaskStatus,
  priority: Number,
  due_date: text => text || null,
  estimated_hours: text => numberOf(text) ?? null,
  actual_hours: text => numberOf(text) ?? null,
  tags: tagsOf,
  weight: text => numberOf(text) ?? 1,
  recurrence: recurrenceOf,
  category_id: text => text || null,
}
