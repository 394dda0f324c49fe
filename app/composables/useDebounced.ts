import { onScopeDispose, ref, watch, type Ref } from 'vue'

/**
 * The value of `source` once it has not changed for a while, so that typing does not ask at every
 * key. Default 200 milliseconds.
 */
export function useDebounced<T>(source: Ref<T>, pause = 200): () => T {
  const settled = ref(source.value) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      settled.value = value
    }, pause)
  })
  onScopeDispose(() => clearTimeout(timer))
  return () => settled.value
}
