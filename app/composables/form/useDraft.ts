import { computed, nextTick, onMounted, reactive, ref, watch } from 'vue'
import { usePendingWrites, type Outcome } from '../request/useWrite'
import { useDraftsStore } from '~/stores/drafts'
import {
  afterSaving,
  conflictsOf,
  savedElsewhere,
  withoutFields,
  withTyped,
  type DraftContent,
} from '~/utils/drafts'
import { uuid } from '~/utils/uuid'

/** The values of a form's fields, all as text. */
export type TextFields = Record<string, string>

/**
 * Form fields that survive a reload, an ended session and a failed save. A field shows its saved
 * value until a different one is typed; the typed one is then kept as a draft until the server has
 * confirmed it or the person discards it.
 *
 * @param form names the form; a form for one row carries its id
 * @param saved the fields as they are saved now; read again whenever they change
 */
export function useDraft<Fields extends TextFields>(form: string, saved: () => Fields) {
  const drafts = useDraftsStore()
  const pendingWrites = usePendingWrites()
  const isMounted = ref(false)
  const names = Object.keys(saved())
  /** On their way to the server. */
  const sent = ref<TextFields>({})
  /** Confirmed by the server, and shown until the page has read them. */
  const confirmed = ref<TextFields>({})

  const draft = computed(() => (isMounted.value ? drafts.read(form) : undefined))
  const isChanged = computed(() => draft.value !== undefined)
  /** A row that this form makes has been sent and not been confirmed. */
  const wasSent = computed(() => drafts.read(form)?.clientKey !== undefined)
  const conflicts = computed(() =>
    draft.value
      ? conflictsOf(draft.value, saved()).filter(({ field }) => !(field in sent.value))
      : [],
  )
  const fields = reactive(
    Object.fromEntries(
      names.map(name => [
        name,
        computed({
          get: () => draft.value?.typed[name] ?? confirmed.value[name] ?? saved()[name] ?? '',
          set: text => type(name, text),
        }),
      ]),
    ),
  ) as unknown as Fields

  function type(name: string, text: string): void {
    const content = withTyped(drafts.read(form), name, text, saved()[name] ?? '')
    const isBack = text === content.base[name] && !(name in sent.value)
    drafts.write(form, isBack ? withoutFields(content, [name]) : content)
  }

  function change(edit: (content: DraftContent) => DraftContent): void {
    const content = drafts.read(form)
    if (content) drafts.write(form, edit(content))
  }

  /** Forgets what was typed into some fields, or into all: they show their saved values again. */
  function discard(fieldNames: string[] = names): void {
    change(content => withoutFields(content, fieldNames))
  }

  /**
   * Keeps the typed text of a field although another was saved meanwhile: the next save replaces
   * that one.
   */
  function keepMine(name: string): void {
    change(content => ({ ...content, base: { ...content.base, [name]: saved()[name] ?? '' } }))
  }

  /**
   * Sends the changed fields. What the server confirms stops being a draft; what was typed
   * meanwhile stays one.
   */
  async function send<T>(
    save: (changed: Partial<Fields>, from: Partial<Fields>) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const { typed, base } = drafts.read(form) ?? { typed: {}, base: {} }
    sent.value = { ...typed }
    const outcome = await save({ ...typed } as Partial<Fields>, { ...base } as Partial<Fields>)
    sent.value = {}
    if (outcome.kind === 'refused') return outcome
    confirmed.value = { ...typed }
    change(content => afterSaving(content, typed))
    void nextTick(() => nextTick(() => (confirmed.value = {})))
    return outcome
  }

  /** The key of the row that this form makes: the same for every attempt, until the draft ends. */
  function clientKey(): string {
    const key = drafts.read(form)?.clientKey ?? uuid()
    change(content => ({ ...content, clientKey: key }))
    return key
  }

  onMounted(() => {
    isMounted.value = true
    void drafts.adopt(name => name === form)
  })

  // While a write is under way the page may show its likely answer, which is not what is saved.
  watch(
    [saved, pendingWrites, isMounted],
    () => {
      if (pendingWrites.value === 0 && draft.value) discard(savedElsewhere(draft.value, saved()))
    },
    { flush: 'post' },
  )

  return { fields, isChanged, wasSent, conflicts, send, discard, keepMine, clientKey }
}
