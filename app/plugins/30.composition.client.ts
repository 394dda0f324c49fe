import { isComposing } from '~/utils/composition'

/**
 * Keeps the keys of an input method from every key handler of the app: no form is sent, no dialog
 * closed and no text saved by the Enter or Escape that ends a composition. Editors that are
 * contenteditable deal with compositions themselves.
 */
export default defineNuxtPlugin({
  name: 'composition',
  setup() {
    window.addEventListener(
      'keydown',
      (event) => {
        const isField =
          event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
        if (!isField || !isComposing(event)) return
        event.stopImmediatePropagation()
        if (event.key === 'Enter') event.preventDefault()
      },
      { capture: true },
    )
  },
})
