/** At most so many sockets of one person at once, in this process. */
export const socketLimit = 20

const open = new Map<string, number>()

/** Counts a socket of a person. Returns what to call when it ends, or undefined when the person has too many. */
export function enterSocket(userId: string): (() => void) | undefined {
  const count = open.get(userId) ?? 0
  if (count >= socketLimit) return undefined
  open.set(userId, count + 1)
  return () => {
    const left = (open.get(userId) ?? 1) - 1
    if (left > 0) open.set(userId, left)
    else open.delete(userId)
  }
}
