import { computed, onMounted, ref } from 'vue'
import { useDraft } from './useDraft'
import type { Outcome } from '../request/useWrite'
import { useDraftsStore } from '~/stores/drafts'
import { titleError } from '~/utils/goal-input'
import { uuid } from '~/utils/uuid'

/** A line that was entered and is not saved, with the reason when it is known in this page. */
export interface UnsavedLine {
  form: string
  title: string
  message: string | undefined
}

/**
 * A line that makes one row at each Enter and is free for the next one at once. A row that could
 * not be saved stays as an unsaved line of its own, also through a reload, and is tried again under
 * the same client key.
 *
 * @param form names the line
 * @param create makes a row under a key; calling it again with that key makes no second one
 */
export function useQuickLine(
  form: string,
  create: (title: string, clientKey: string) => Promise<Outcome<unknown>>,
) {
  const drafts = useDraftsStore()
  const { fields, discard } = useDraft(form, () => ({ title: '' }))
  const error = ref<string>()
  const messages = ref<Record<string, string>>({})
  const isMounted = ref(false)
  const isEntry = (name: string) => name.startsWith(`${form}#`)

  const title = computed({
    get: () => fields.title,
    set: (text) => {
      error.value = undefined
      fields.title = text
    },
  })

  const unsaved = computed<UnsavedLine[]>(() =>
    isMounted.value
      ? Object.entries(drafts.drafts)
          .filter(([name]) => isEntry(name) && !drafts.sending.includes(name))
          .sort(([, one], [, other]) => one.savedAt - other.savedAt)
          .map(([name, { typed }]) => ({
            form: name,
            title: typed.title ?? '',
            message: messages.value[name],
          }))
      : [],
  )

  /** Enters the line. */
  async function enter(): Promise<void> {
    const text = fields.title.trim()
    error.value = text === '' ? undefined : titleError(text)
    if (text === '' || error.value) return
    const clientKey = uuid()
    const entry = `${form}#${clientKey}`
    drafts.write(entry, { typed: { title: text }, base: { title: '' }, clientKey })
    discard()
    await retry(entry)
  }

  /** Sends an entered line, as it reads now. */
  async function retry(entry: string): Promise<void> {
    const draft = drafts.read(entry)
    if (!draft || drafts.sending.includes(entry)) return
    const text = (draft.typed.title ?? '').trim()
    const mistake = titleError(text)
    if (mistake) return void (messages.value[entry] = mistake)
    drafts.sending.push(entry)
    const outcome = await create(text, draft.clientKey ?? uuid())
    drafts.sending = drafts.sending.filter(name => name !== entry)
    if (outcome.kind === 'done') drafts.drop(entry)
    else messages.value[entry] = outcome.problem.message
  }

  /** Changes the text of an unsaved line. */
  function edit(entry: string, text: string): void {
    const draft = drafts.read(entry)
    if (draft) drafts.write(entry, { ...draft, typed: { title: text } })
  }

  onMounted(() => {
    isMounted.value = true
    void drafts.adopt(isEntry)
  })

  return { title, error, unsaved, enter, retry, edit, drop: drafts.drop }
}
