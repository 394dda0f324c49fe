import { onMounted, onScopeDispose, ref, type Ref } from 'vue'

/** Elements count as near up to this many pixels outside of the window. */
const margin = 800

/**
 * Whether an element is in the window or close to it.
 *
 * @param initially the answer until the browser knows, also on the server
 */
export function useNearView(element: Ref<Element | undefined>, initially: boolean): Ref<boolean> {
  const near = ref(initially)
  let observer: IntersectionObserver | undefined
  onMounted(() => {
    observer = new IntersectionObserver(
      (entries) => {
        near.value = entries.at(-1)?.isIntersecting ?? near.value
      },
      { rootMargin: `${margin}px 0px` },
    )
    if (element.value) observer.observe(element.value)
  })
  onScopeDispose(() => observer?.disconnect())
  return near
}
