const solidHover = {
  primary: 'hover:bg-primary active:bg-primary hover:brightness-90 dark:hover:brightness-110',
  error: 'hover:bg-error active:bg-error hover:brightness-90 dark:hover:brightness-110',
}

export default defineAppConfig({
  ui: {
    colors: {
      primary: 'pine',
      neutral: 'paper',
      success: 'moss',
      warning: 'gold',
      error: 'coral',
      info: 'sky',
    },
    button: {
      slots: { base: 'rounded-lg font-medium cursor-pointer active:translate-y-px transition' },
      // A solid button keeps its contrast under the pointer.
      compoundVariants: (['primary', 'error'] as const).map(color => ({
        color,
        variant: 'solid' as const,
        class: solidHover[color],
      })),
    },
    modal: {
      slots: {
        content: 'rounded-2xl',
        // Long words break; the cross beside them stays in reach, and the text scrolls where it is
        // higher than the window.
        wrapper: 'min-w-0 pe-8',
        title: 'font-display text-xl font-normal wrap-anywhere',
        description: 'wrap-anywhere',
        header: 'shrink min-h-0 overflow-y-auto',
        footer: 'shrink-0 flex-wrap',
      },
    },
    toast: {
      slots: {
        root: 'rounded-xl shadow-lift max-sm:p-3',
        title: 'text-sm font-medium wrap-anywhere line-clamp-3',
        description: 'wrap-anywhere',
      },
    },
    toaster: { defaultVariants: { position: 'bottom-right' } },
  },
})
