import type { AnyVariables, TypedDocumentNode } from '@urql/vue'
import type { Role } from '~/stores/session'
import { problemOf, problemOfWrite, type Outcome, type Problem } from '~/utils/problems'

export type { Outcome }

/**
 * One write: the document, its variables, and how to read the row; a reader that finds nothing
 * names what is missing.
 */
export interface Write<Result, Variables extends AnyVariables, T> {
  document: TypedDocumentNode<Result, Variables>
  variables: Variables
  read: (result: Result) => T | Problem
}

/**
 * Sends writes in the pages' role, or in the given one. A write that was shown at once is taken
 * back when it is refused.
 */
export function useWrite(role: Role = 'member') {
  const { $graphql } = useNuxtApp()
  const pending = usePendingWrites()

  async function send<Result, Variables extends AnyVariables, T>(
    write: Write<Result, Variables, T>,
  ): Promise<Outcome<T>> {
    const { data, error } = await $graphql(role)
      .mutation(write.document, write.variables)
      .toPromise()
    if (error)
      return { kind: 'refused', problem: problemOfWrite(problemOf(error), navigator.onLine) }
    if (data === undefined || data === null)
      return {
        kind: 'refused',
        problem: { kind: 'failed', message: 'The server gave no answer. Try again.' },
      }
    const value = write.read(data)
    if (isProblem(value)) return { kind: 'refused', problem: value }
    return { kind: 'done', value }
  }

  return async <Result, Variables extends AnyVariables, T>(
    write: Write<Result, Variables, T>,
  ): Promise<Outcome<T>> => {
    pending.value++
    return send(write).finally(() => pending.value--)
  }
}

/**
 * How often a row has been found at the server that the lists in the cache did not know; every page
 * then asks again.
 */
export function useRereadCount() {
  return useState('rereads', () => 0)
}

/** How many writes of this tab have not been answered yet. */
export function usePendingWrites() {
  return useState('pending-writes', () => 0)
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && 'message' in value
}
