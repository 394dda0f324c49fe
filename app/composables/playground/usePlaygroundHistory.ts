import { onMounted, ref } from 'vue'
import { useSessionStore } from '~/stores/session'
import { parseHistory, remember, type HistoryEntry } from '~/utils/playground'

/** Documents that one person ran in this browser. Headers are never kept. */
export function usePlaygroundHistory() {
  const storageKey = `goals.playground.${useSessionStore().user?.id ?? ''}`
  const history = ref<HistoryEntry[]>([])
  onMounted(() => {
    history.value = parseHistory(localStorage.getItem(storageKey))
  })

  function keep(entry: HistoryEntry): void {
    history.value = remember(history.value, entry)
    localStorage.setItem(storageKey, JSON.stringify(history.value))
  }

  function forget(): void {
    history.value = []
    localStorage.removeItem(storageKey)
  }

  return { history, keep, forget }
}
