import { computed, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'
import { rowsInView, type RowWindow } from '~/utils/window'

/** Rows drawn before the browser knows how much of the list is in view: enough for the first screen of a tall monitor. */
const firstScreen = 30

/**
 * Which rows of a long list to draw, following the page's own scrolling.
 *
 * @param list the element that is as high as all rows together
 * @param total number of rows
 * @param rowHeight height of one row in pixels
 */
export function useRowWindow(list: Ref<HTMLElement | undefined>, total: ComputedRef<number>, rowHeight: number): ComputedRef<RowWindow> {
  const view = ref<{ scrolled: number, height: number }>()
  let frame = 0
  const look = () => {
    frame = 0
    if (list.value) view.value = { scrolled: -list.value.getBoundingClientRect().top, height: window.innerHeight }
  }
  const later = () => { frame ||= requestAnimationFrame(look) }
  onMounted(() => {
    look()
    window.addEventListener('scroll', later, { passive: true })
    window.addEventListener('resize', later, { passive: true })
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    window.removeEventListener('scroll', later)
    window.removeEventListener('resize', later)
  })
  return computed(() => view.value
    ? rowsInView(view.value.scrolled, view.value.height, rowHeight, total.value)
    : { first: 0, last: Math.min(total.value, firstScreen) })
}
