import { onBeforeUnmount, onMounted, ref } from 'vue'

/** Where the stack of toasts stands, and whether it is spread out. */
export interface ToastPlace {
  position: 'bottom-right' | 'top-right'
  expand: boolean
}

/**
 * Height in pixels that a folded stack takes at its edge of the window, with its distance from the
 * edge.
 */
const stackHeight = 150

const field =
  'input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select, [contenteditable="true"]'

/**
 * Keeps toasts away from the field that has the focus: they stand at the bottom, or at the top when
 * the field is there. The stack is folded unless a control inside it has the focus, so that no
 * hidden button has it.
 */
export function useToastPlace() {
  const place = ref<ToastPlace>({ position: 'bottom-right', expand: false })
  let frame = 0

  const look = () => {
    frame = 0
    const focused = document.activeElement
    const isField = focused?.matches(field) === true
    const box = isField ? focused.getBoundingClientRect() : undefined
    const height = window.visualViewport?.height ?? window.innerHeight
    const overBottom = box ? overlap(box, height - stackHeight, height) : 0
    const overTop = box ? overlap(box, 0, stackHeight) : 0
    place.value = {
      position: overBottom > overTop ? 'top-right' : 'bottom-right',
      expand: focused?.closest('[data-slot="viewport"] li') != null,
    }
  }
  const later = () => {
    frame ||= requestAnimationFrame(look)
  }
  const events = ['focusin', 'focusout', 'input', 'scroll', 'resize'] as const

  onMounted(() => {
    for (const event of events) window.addEventListener(event, later, { passive: true })
  })
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    for (const event of events) window.removeEventListener(event, later)
  })
  return place
}

function overlap(box: DOMRect, from: number, to: number): number {
  return Math.max(0, Math.min(box.bottom, to) - Math.max(box.top, from))
}
