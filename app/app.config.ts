const solidHover = {
  primary: 'hover:bg-primary active:bg-primary hover:brightness-90 dark:hover:brightness-110',
  error: 'hover:bg-error active:bg-error hover:brightness-90 dark:hover:brightness-110',
}

export default defineAppConfig({
  ui: {
    colors: { primary: 'pine', neutral: 'paper', success: 'moss', warning: 'gold', error: 'coral', info: 'sky' },
    button: {
      slots: { base: 'rounded-lg font-medium cursor-pointer active:translate-y-px transition' },
      // A solid button keeps its contrast under the pointer.
      compoundVariants: (['primary', 'error'] as const).map(color => ({ color, variant: 'solid' as const, class: solidHover[color] })),
    },
    modal: { slots: { content: 'rounded-2xl', title: 'font-display text-xl font-normal' } },
    toast: { slots: { root: 'rounded-xl shadow-lift', title: 'text-sm font-medium' } },
    toaster: { defaultVariants: { position: 'bottom-right' } },
  },
})
