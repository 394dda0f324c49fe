import { computed, onMounted, ref } from 'vue'
import { useDraft, type TextFields } from './useDraft'
import type { RowForm } from './useRowForm'
import type { Outcome } from '../request/useWrite'
import type { FieldErrors } from '~/utils/goal-input'

/** What a form for a new row does with its fields. */
export interface NewRowFormOptions<Fields extends TextFields> {
  /** Names the draft. */
  form: string
  /** The fields of a row of which nothing has been said. */
  empty: Fields
  /** Messages for what cannot be sent, by field. */
  check: (fields: Fields) => FieldErrors
  /** Makes the row; calling it again under the same key makes no second one. */
  create: (fields: Fields, clientKey: string) => Promise<Outcome<unknown>>
  /** The form has nothing more to do: the row is made, or given up. */
  close: () => void
}

/**
 * A form that makes a row. What is typed stays a draft until the row is made; every attempt carries
 * the same key. A refusal keeps what was typed, with the message at its field.
 */
export function useNewRowForm<Fields extends TextFields>(options: NewRowFormOptions<Fields>) {
  const draft = useDraft(options.form, () => options.empty)
  const errors = ref<FieldErrors>({})
  const general = ref<string>()
  const saving = ref(false)
  // Drafts are the browser's: the server has drawn the form without.
  onMounted(() => {
    if (draft.wasSent.value) general.value = 'Not saved.'
  })

  async function save(): Promise<void> {
    if (saving.value) return
    general.value = undefined
    const fields = { ...draft.fields }
    errors.value = options.check(fields)
    if (Object.keys(errors.value).length) return
    saving.value = true
    const outcome = await options.create(fields, draft.clientKey())
    saving.value = false
    if (outcome.kind === 'done') return cancel()
    const { problem } = outcome
    if (problem.kind === 'invalid' && problem.field && problem.field in fields)
      errors.value = { [problem.field]: problem.message }
    else general.value = `Not saved. ${problem.message}`
  }

  /** Gives up what was typed. */
  function cancel(): void {
    draft.discard()
    options.close()
  }

  const theirs = computed((): RowForm['theirs']['value'] => ({}))
  const { fields, isChanged, wasSent, discard, keepMine } = draft
  return { fields, isChanged, wasSent, errors, general, saving, theirs, save, cancel, discard, keepMine }
}
