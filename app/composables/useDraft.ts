import { onMounted, reactive, watch } from 'vue'
import { useDraftsStore } from '~/stores/drafts'

/**
 * Form fields that survive a reload and an ended session: what differs from the start is kept as a draft until `settle`.
 *
 * @param form names the form; a form for one row carries its id
 * @param start the fields as they are before anybody types
 */
export function useDraft<Fields extends Record<string, string>>(form: string, start: () => Fields) {
  const drafts = useDraftsStore()
  const fields = reactive({ ...start() }) as Fields
  onMounted(() => Object.assign(fields, drafts.read(form)))

  watch(fields, (now) => {
    const initial = start()
    const changed = Object.keys(initial).some(key => now[key] !== initial[key])
    if (changed) drafts.write(form, { ...now })
    else drafts.drop(form)
  })

  /** Forgets the draft and starts over: after saving, or when the person gives up. */
  function settle(): void {
    Object.assign(fields, start())
    drafts.drop(form)
  }

  return { fields, settle }
}
