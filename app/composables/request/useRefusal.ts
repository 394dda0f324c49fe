import { isPassing, type Problem } from '~/utils/problems'

/** Says that something was not done and was put back as it was. */
export function useRefusal() {
  const toast = useToast()

  /** @param retry does the same again; offered when that may succeed */
  return (title: string, problem: Problem, retry?: () => Promise<unknown>): void => {
    if (problem.kind === 'signed-out') return
    const again = {
      label: 'Try again',
      color: 'neutral' as const,
      variant: 'outline' as const,
      onClick: () => void retry?.(),
    }
    toast.add({
      title,
      description: problem.message,
      icon: 'i-lucide-circle-alert',
      color: 'error',
      duration: 10_000,
      actions: retry && isPassing(problem) ? [again] : [],
    })
  }
}
