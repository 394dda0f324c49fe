import { computed, onMounted, ref } from 'vue'
import { useDraftsStore } from '~/stores/drafts'

/**
 * Whether a form that is not open, or one of several, holds text that is not saved. False until the
 * page is mounted: drafts are the browser's.
 */
export function useHasDraft(forms: () => string | string[]) {
  const drafts = useDraftsStore()
  const isMounted = ref(false)
  const names = () => [forms()].flat()
  onMounted(() => {
    isMounted.value = true
    void drafts.adopt(name => names().includes(name))
  })
  return computed(() => isMounted.value && names().some(name => drafts.read(name) !== undefined))
}
