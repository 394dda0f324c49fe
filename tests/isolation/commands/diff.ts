import { compareSince, comparisonLines } from '../diff/compare.ts'
import { findBase } from '../diff/git.ts'

/**
 * Says what changed since a revision, `ISOLATION_BASE`, or the one that is found. @returns the exit
 * code: 0 when nothing widens unsaid, or there is nothing to compare with
 */
export async function diff(revision: string | undefined): Promise<number> {
  const base = findBase(process.cwd(), revision ?? process.env.ISOLATION_BASE)
  if ('reason' in base) {
    console.log(`isolation diff: not compared, because ${base.reason}`)
    return 0
  }
  const comparison = await compareSince(process.cwd(), base.revision)
  for (const line of comparisonLines(comparison)) console.log(line)
  return comparison.open.length === 0 ? 0 : 1
}
