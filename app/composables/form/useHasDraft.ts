import { computed, onMounted, ref } from 'vue'
import { useDraftsStore } from '~/stores/drafts'

/**
 * Whether a form that is not open holds text that is not saved. False until the page is mounted:
 * drafts are the browser's.
 */
export function useHasDraft(form: () => string) {
  const drafts = useDraftsStore()
  const isMounted = ref(false)
  onMounted(() => {
    isMounted.value = true
    void drafts.adopt(name => name === form())
  })
  return computed(() => isMounted.value && drafts.read(form()) !== undefined)
}
