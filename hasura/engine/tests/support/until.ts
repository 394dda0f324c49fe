import { setTimeout } from 'node:timers/promises'

/**
 * Waits until a condition holds.
 *
 * @param limit milliseconds; 20 seconds by default
 * @throws Error when it does not hold in time, with what `describe` says about that
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  describe: () => string = () => 'the condition',
  limit = 20_000,
): Promise<void> {
  for (const deadline = Date.now() + limit; !(await holds());) {
    if (Date.now() > deadline) throw new Error(`not within ${limit / 1000} seconds: ${describe()}`)
    await setTimeout(5)
  }
}
