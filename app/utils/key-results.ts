import { maxDecimals, maxLengths, ranges } from '#shared/limits.ts'
import type { KeyResultKind } from '#shared/enums.ts'
import { fieldErrors, titleError, type FieldErrors } from './goal-input'
import { numberError, numberOf, numberText, requiredNumberError } from './number-input'

export type { KeyResultKind }

/** The columns of a key result that its form shows. */
export interface FormKeyResult {
  kind: KeyResultKind
  title: string
  start_value: number | null
  target_value: number | null
  unit: string
  weight: number
}

/** The fields of a key result's form, all text, by the names of their columns. */
export type KeyResultFields = Record<keyof FormKeyResult, string>

/** The columns that the form changes: those of its fields, and what goes with another kind. */
export type KeyResultColumns = FormKeyResult & { current_value: null, is_done: false }

/** How a key result is measured, in words. */
export const keyResultKinds: Record<KeyResultKind, string> = {
  number: 'By a number',
  milestone: 'Done or not',
}

/** What of a key result its progress follows from. */
export interface MeasuredKeyResult {
  kind: KeyResultKind
  start_value: number | null
  current_value: number | null
  target_value: number | null
  is_done: boolean
}

const measured = { range: ranges.measured, decimals: maxDecimals.measured }

/** How far a key result is, from 0 to 100. A target below the start means that lower is better. */
export function keyResultProgress(result: MeasuredKeyResult): number {
  const { kind, is_done: isDone, target_value: target } = result
  if (kind === 'milestone') return isDone ? 100 : 0
  const start = result.start_value ?? 0
  if (target === null || target === start) return 0
  const share = ((result.current_value ?? start) - start) / (target - start)
  return Math.round(Math.min(1, Math.max(0, share)) * 100)
}

/** The fields of a key result as it is saved. */
export function keyResultFieldsOf(result: FormKeyResult): KeyResultFields {
  return {
    kind: result.kind,
    title: result.title,
    start_value: numberText(result.start_value),
    target_value: numberText(result.target_value),
    unit: result.unit,
    weight: String(result.weight),
  }
}

/** Checks a value that a key result is measured by. */
export function measuredError(text: string): string | undefined {
  return requiredNumberError(text, measured)
}

/** What of a key result's fields cannot be sent. */
export function keyResultErrors(fields: KeyResultFields): FieldErrors {
  const isNumber = fields.kind === 'number'
  return fieldErrors({
    title: titleError(fields.title),
    start_value: isNumber ? numberError(fields.start_value, measured) : undefined,
    target_value: isNumber ? targetError(fields) : undefined,
    unit: unitError(fields.unit),
    weight: requiredNumberError(fields.weight, { range: ranges.weight, decimals: 0 }),
  })
}

function targetError({ start_value: start, target_value: target }: KeyResultFields): string | undefined {
  const isSame = numberOf(target) === (numberOf(start) ?? 0)
  return measuredError(target) ?? (isSame ? 'Choose a target that differs from the start.' : undefined)
}

function unitError(unit: string): string | undefined {
  if ([...unit.trim()].length > maxLengths.unit)
    return `Shorten the unit to ${maxLengths.unit} characters.`
}

/** The columns of the given fields. A milestone has no numbers, and a number is not done or not. */
export function keyResultColumns(fields: Partial<KeyResultFields>): Partial<KeyResultColumns> {
  const given = Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, columns[name as keyof FormKeyResult](text)]),
  )
  if (fields.kind === 'milestone')
    return { ...given, start_value: null, current_value: null, target_value: null }
  return fields.kind === 'number' ? { ...given, is_done: false } : given
}

const columns: { [Name in keyof FormKeyResult]: (text: string) => FormKeyResult[Name] } = {
  kind: text => text as KeyResultKind,
  title: text => text.trim(),
  start_value: text => numberOf(text) ?? null,
  target_value: text => numberOf(text) ?? null,
  unit: text => text.trim(),
  weight: text => numberOf(text) ?? 1,
}
