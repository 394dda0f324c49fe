import type { ServerResponse } from 'node:http'
import { tooManyRequests } from './request-slots.ts'

/**
 * Bytes of answers that one person's clients have not taken yet, in this process. Above that,
 * nothing more is asked for the person: a client that sends and does not read would fill the memory.
 */
export const maxUntaken = 10_000_000

/** A client that takes nothing of its answer for so many milliseconds loses its connection. */
export const maxIdle = 30_000

const untaken = new Map<string, number>()

/** @throws GraphqlProblem with status 429 while too much waits for the person's clients */
export function checkUntaken(person: string): void {
  if ((untaken.get(person) ?? 0) > maxUntaken) throw tooManyRequests()
}

/**
 * Counts an answer of `size` bytes until its client has taken it or is gone, which is at the latest
 * when it has taken nothing for `idle` milliseconds.
 */
export function countUntaken(
  person: string,
  size: number,
  response: ServerResponse,
  idle = maxIdle,
): void {
  if (response.closed) return
  untaken.set(person, (untaken.get(person) ?? 0) + size)
  response.once('close', () => {
    const left = (untaken.get(person) ?? 0) - size
    if (left > 0) untaken.set(person, left)
    else untaken.delete(person)
  })
  response.setTimeout(idle, () => response.destroy())
}
