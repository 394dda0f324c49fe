import { maxLengths } from '#shared/limits.ts'
import { isDay } from './days'

/** Messages by field; an empty object means that the input can be sent. */
export type FieldErrors = Record<string, string>

/** Checks a title before it is sent: not empty, and within the database's limit after trimming. */
export function titleError(title: string): string | undefined {
  const length = [...title.trim()].length
  if (length === 0) return 'Give it a title.'
  if (length > maxLengths.title)
    return `Shorten the title to ${maxLengths.title} characters: it has ${length.toLocaleString('en-GB')}.`
}

/** Checks the name of a category before it is sent. */
export function categoryNameError(name: string): string | undefined {
  const length = [...name.trim()].length
  if (length === 0) return 'Give it a name.'
  if (length > maxLengths.categoryName)
    return `Shorten the name to ${maxLengths.categoryName} characters.`
}

/** Checks a long text before it is sent: within the database's limit. */
export function textError(text: string): string | undefined {
  const length = [...text].length
  if (length > maxLengths.text)
    return `Shorten this to ${maxLengths.text.toLocaleString('en-GB')} characters: it has ${length.toLocaleString('en-GB')}.`
}

/** Checks a day that may be left empty. */
export function dayError(day: string): string | undefined {
  if (day !== '' && !isDay(day)) return 'There is no such day. Write it as year-month-day.'
}

/** Keeps only the fields that have an error. */
export function fieldErrors(errors: Record<string, string | undefined>): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
