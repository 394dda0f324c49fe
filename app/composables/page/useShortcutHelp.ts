/** Whether the list of shortcuts is open. One list serves the whole page. */
export function useShortcutHelp() {
  const isOpen = useState('shortcut-help', () => false)
  return {
    isOpen,
    show: () => {
      isOpen.value = true
    },
    close: () => {
      isOpen.value = false
    },
  }
}
