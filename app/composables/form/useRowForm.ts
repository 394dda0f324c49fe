import { computed, ref } from 'vue'
import { useDraft, type TextFields } from './useDraft'
import type { Outcome } from '../request/useWrite'
import type { FieldErrors } from '~/utils/goal-input'

/** What a form for one row does with its fields. */
export interface RowFormOptions<Fields extends TextFields, Changes extends object> {
  /** Names the draft; it carries the row's id. */
  form: string
  /** The row's fields as they are saved now, as text. */
  saved: () => Fields
  /** Messages for what cannot be sent, by field. */
  check: (fields: Fields) => FieldErrors
  /** The columns of the given fields, and of no others. */
  columns: (fields: Partial<Fields>) => Changes
  /** Saves the changed columns; `base` are those that they were changed from. */
  save: (changed: Changes, base: Changes) => Promise<Outcome<unknown>>
  /** The form has nothing more to do: all is saved, or given up. */
  close: () => void
}

/**
 * A form that changes a row as a whole: it saves the fields that were changed. A refusal keeps what
 * was typed, with the message at its field.
 */
export function useRowForm<Fields extends TextFields, Changes extends object>(
  options: RowFormOptions<Fields, Changes>,
) {
  const { fields, isChanged, conflicts, send, discard, keepMine } = useDraft(
    options.form,
    options.saved,
  )
  const errors = ref<FieldErrors>({})
  const general = ref<string>()
  const saving = ref(false)
  const theirs = computed(() =>
    Object.fromEntries(conflicts.value.map(conflict => [conflict.field, conflict.theirs])),
  )

  async function save(): Promise<void> {
    if (saving.value) return
    if (!isChanged.value) return options.close()
    general.value = undefined
    errors.value = options.check(fields)
    if (Object.keys(errors.value).length) return
    if (conflicts.value.length)
      return void (general.value = 'Choose what to keep where this was changed elsewhere.')
    saving.value = true
    const outcome = await send((changed, base) =>
      options.save(options.columns(changed), options.columns(base)),
    )
    saving.value = false
    if (outcome.kind === 'refused') {
      const { problem } = outcome
      if (problem.kind === 'invalid' && problem.field)
        errors.value = { [problem.field]: problem.message }
      else general.value = `Not saved. ${problem.message}`
    }
    else if (!isChanged.value) {
      options.close()
    }
  }

  /** Gives up what was typed. */
  function cancel(): void {
    discard()
    options.close()
  }

  return { fields, errors, general, saving, theirs, save, cancel, discard, keepMine }
}

/** The parts of a form that its fields and its foot show. */
export type RowForm = Pick<
  ReturnType<typeof useRowForm<TextFields, object>>,
  'errors' | 'general' | 'saving' | 'theirs' | 'cancel' | 'discard' | 'keepMine'
>
