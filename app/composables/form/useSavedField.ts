import { computed, ref } from 'vue'
import { useDraft } from './useDraft'
import type { Outcome } from '../request/useWrite'

/** Where a field stands between what is typed and what is saved. */
export type FieldState =
  | { kind: 'saved' }
  | { kind: 'typing' }
  | { kind: 'saving' }
  | { kind: 'just-saved' }
  /** Typed earlier, in a page that has been left since. */
  | { kind: 'unsaved' }
  | { kind: 'refused', message: string }
  | { kind: 'conflict', theirs: string }

/**
 * What one field of a row is, and how it is saved. Both texts are the field's own: a number or an
 * empty value is text here too.
 */
export interface FieldOptions {
  /** Names the draft; it carries the row's id and the field. */
  form: string
  saved: () => string
  /** A message when the text cannot be saved. */
  check?: (text: string) => string | undefined
  save: (text: string, base: string) => Promise<Outcome<unknown>>
}

/** How long "Saved" stays, in milliseconds. */
const savedShown = 2000

/**
 * A field that is saved by itself, when it is left or when a value is chosen. Only what was typed
 * now is saved without being asked.
 */
export function useSavedField({ form, saved, check, save }: FieldOptions) {
  const { fields, isChanged, conflicts, send, discard, keepMine } = useDraft(form, () => ({
    text: saved(),
  }))
  const progress = ref<FieldState>({ kind: 'saved' })
  /** Typed into since the field was last saved, refused or shown. */
  const isTouched = ref(false)
  /** Another save was asked for while one was under way. */
  let isWanted = false

  const state = computed<FieldState>(() => {
    const [other] = conflicts.value
    if (progress.value.kind === 'saving') return progress.value
    if (other) return { kind: 'conflict', theirs: other.theirs }
    if (!isChanged.value)
      return progress.value.kind === 'just-saved' ? progress.value : { kind: 'saved' }
    if (progress.value.kind === 'refused') return progress.value
    return { kind: isTouched.value ? 'typing' : 'unsaved' }
  })

  /** The field's text as it is typed. */
  function type(value: string): void {
    isTouched.value = true
    if (progress.value.kind !== 'saving') progress.value = { kind: 'saved' }
    fields.text = value
  }

  /** Saves the field now. */
  async function commit(): Promise<void> {
    if (!isChanged.value || state.value.kind === 'conflict') return
    if (state.value.kind === 'saving') return void (isWanted = true)
    isTouched.value = false
    const mistake = check?.(fields.text)
    if (mistake) return void (progress.value = { kind: 'refused', message: mistake })
    progress.value = { kind: 'saving' }
    isWanted = false
    const outcome = await send(({ text: changed = '' }, { text: base = '' }) => save(changed, base))
    if (outcome.kind === 'refused')
      return void (progress.value = { kind: 'refused', message: outcome.problem.message })
    progress.value = { kind: 'just-saved' }
    if (isWanted && isChanged.value) return commit()
    setTimeout(() => {
      if (progress.value.kind === 'just-saved') progress.value = { kind: 'saved' }
    }, savedShown)
  }

  /** Saves what was typed, and nothing when the field was only visited. */
  async function leave(): Promise<void> {
    if (isTouched.value) await commit()
  }

  /** Takes a value that is chosen and not typed, and saves it. */
  async function choose(value: string): Promise<void> {
    type(value)
    await commit()
  }

  /** Shows the saved value again and forgets the typed one. */
  function revert(): void {
    isTouched.value = false
    progress.value = { kind: 'saved' }
    discard()
  }

  /** Saves the typed text in place of the one that was saved elsewhere. */
  async function overwrite(): Promise<void> {
    keepMine('text')
    await commit()
  }

  return {
    text: computed(() => fields.text),
    state,
    type,
    commit,
    leave,
    choose,
    revert,
    overwrite,
  }
}

/** The result of {@link useSavedField}. */
export type SavedField = ReturnType<typeof useSavedField>
