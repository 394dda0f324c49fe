/** Runs work as soon as it is its turn; in the order in which it was asked for. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>

/** At most `max` pieces of work at a time. */
export function createTurns(max: number): TakeTurn {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < max) running += 1
    else
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
      })
    try {
      return await work()
    }
    finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
