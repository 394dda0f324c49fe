import type { ExplainRequest } from './useExplain'
import { useSessionStore } from '~/stores/session'
import { asTest } from '~/utils/copy-as-test'

/** Copies a run of the playground as a test that asks the same and expects the same answer. */
export function useCopyAsTest() {
  const session = useSessionStore()
  const toast = useToast()
  return async ({
    query,
    variables,
    operationName,
    role,
    answer,
  }: ExplainRequest & { answer: string }): Promise<void> => {
    const text = asTest({
      name: operationName ?? 'a query',
      query,
      variables,
      role,
      userId: session.user?.id ?? '',
      answer,
    })
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    toast.add(
      copied
        ? {
            title: 'Copied as a test',
            description: 'Paste it into a file in tests/integration.',
            icon: 'i-lucide-clipboard-check',
            color: 'neutral',
          }
        : {
            title: 'The browser did not allow copying',
            icon: 'i-lucide-clipboard-x',
            color: 'error',
          },
    )
  }
}
