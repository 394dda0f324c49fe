import type { GoalHealth } from '#shared/enums.ts'
import { fieldErrors, textError, type FieldErrors } from './goal-input'
import { measuredError } from './key-results'
import { numberOf } from './number-input'

/** The words of a check-in, as the fields of a form: all text, an empty health for none. */
export interface CheckInWords extends Record<string, string> {
  note: string
  health: string
}

/** The fields of a new check-in; an empty key result for none. */
export interface NewCheckInFields extends CheckInWords {
  key_result_id: string
  value: string
}

/** A form of which nothing has been said. */
export const emptyCheckIn: NewCheckInFields = { note: '', health: '', key_result_id: '', value: '' }

/** The fields of a check-in's words as they are saved. */
export function checkInWords({ note, health }: { note: string, health: GoalHealth | null }): CheckInWords {
  return { note, health: health ?? '' }
}

/** What of a check-in's words cannot be sent. `saysMore`: it also gave a key result a value. */
export function checkInWordsErrors(fields: CheckInWords, saysMore: boolean): FieldErrors {
  const saysNothing = fields.note.trim() === '' && fields.health === '' && !saysMore
  return fieldErrors({ note: saysNothing ? 'Write a note, or choose a health.' : textError(fields.note) })
}

/** What of a new check-in cannot be sent. */
export function newCheckInErrors(fields: NewCheckInFields): FieldErrors {
  const measures = fields.key_result_id !== ''
  return {
    ...checkInWordsErrors(fields, measures),
    ...fieldErrors({ value: measures ? measuredError(fields.value) : undefined }),
  }
}

/** The columns of the given words. */
export function checkInColumns({ note, health }: Partial<CheckInWords>): {
  note?: string
  health?: GoalHealth | null
} {
  return {
    ...(note !== undefined && { note: note.trim() }),
    ...(health !== undefined && { health: (health || null) as GoalHealth | null }),
  }
}

/** The columns of a new check-in. */
export function newCheckInColumns(fields: NewCheckInFields) {
  const { key_result_id: result, value } = fields
  return {
    ...checkInColumns(fields),
    ...(result && { key_result_id: result, value: numberOf(value) ?? null }),
  }
}
