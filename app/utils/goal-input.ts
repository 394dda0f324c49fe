import { isDay } from './days'

/** Messages by field; an empty object means that the input can be sent. */
export type FieldErrors = Record<string, string>

/** The limits of the database, checked before sending so that most mistakes need no round trip. */
const limits = { title: 500, text: 20_000 } as const

/** Checks a title: 1 to 500 characters after trimming. */
export function titleError(title: string): string | undefined {
  const length = [...title.trim()].length
  if (length === 0) return 'Give it a title.'
  if (length > limits.title)
    return `Shorten the title to ${limits.title} characters: it has ${length.toLocaleString('en-GB')}.`
}

/** Checks a long text: at most 20,000 characters. */
export function textError(text: string): string | undefined {
  const length = [...text].length
  if (length > limits.text)
    return `Shorten this to ${limits.text.toLocaleString('en-GB')} characters: it has ${length.toLocaleString('en-GB')}.`
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
