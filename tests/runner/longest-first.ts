import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take about a minute or more, longest first. */
const long = [
  'isolation/canary/engine.test.ts',
  'isolation/mutation.test.ts',
  'isolation/hidden/hidden.test.ts',
  'isolation/matrix.test.ts',
  'integration/server/overload.test.ts',
]

/**
 * Starts the longest files first, so that no core waits for the last of them. Vitest knows how long
 * a file takes only after it has run it; in a fresh clone it goes by size.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((one, other) => rankOf(one) - rankOf(other))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = long.findIndex(file => moduleId.endsWith(`/tests/${file}`))
  return rank === -1 ? long.length : rank
}
