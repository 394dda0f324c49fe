import { onBeforeUnmount, onMounted } from 'vue'
import { createFocusMemory } from '~/utils/focus-memory'

const controls = 'a, button, input, textarea, select, summary, label, [tabindex]'

/**
 * Keeps the focus in the page: when the focused element goes, its neighbour gets the focus, or what
 * opened it, and at last the page's content; never the body, where the keyboard would start over.
 */
export function useFocusKeeper(): void {
  let observer: MutationObserver | undefined
  let last: Element | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const memory = createFocusMemory()

  const remember = (event: FocusEvent) => {
    if (event.target instanceof Element && event.target !== document.body) last = event.target
  }
  /** A press beside everything takes the focus away on purpose. */
  const letGo = (event: PointerEvent) => {
    const isControl = event.target instanceof Element && event.target.closest(controls)
    if (!isControl) last = undefined
  }
  const restore = () => {
    timer = undefined
    if (!last || (document.activeElement && document.activeElement !== document.body)) return
    if (last.isConnected && (last as HTMLButtonElement).disabled) return
    memory.successorOf(last)?.focus()
    // There is none, or it cannot take the focus at this moment.
    if (document.activeElement === document.body)
      document.getElementById('content')?.focus({ preventScroll: true })
  }
  const watchFocus = (records: MutationRecord[]) => {
    memory.note(records)
    // Dialogs give the focus back by themselves, one task later.
    timer ??= setTimeout(restore, 20)
  }

  onMounted(() => {
    observer = new MutationObserver(watchFocus)
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled'],
    })
    document.addEventListener('focusin', remember)
    document.addEventListener('pointerdown', letGo)
  })
  onBeforeUnmount(() => {
    observer?.disconnect()
    clearTimeout(timer)
    document.removeEventListener('focusin', remember)
    document.removeEventListener('pointerdown', letGo)
  })
}
