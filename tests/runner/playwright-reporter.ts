import type { FullResult, Reporter, Suite } from '@playwright/test/reporter'
import { countSkipped, emptyOutcome, writeSummary } from './outcome.ts'

/** Counts Playwright's tests, for the runner of all suites. */
export default class SummaryReporter implements Reporter {
  private root: Suite | undefined
  private brokenOutsideTests = 0

  onBegin(_config: unknown, root: Suite): void {
    this.root = root
  }

  onError(): void {
    this.brokenOutsideTests += 1
  }

  onEnd(_result: FullResult): void {
    const outcome = { ...emptyOutcome(), failed: this.brokenOutsideTests }
    const unsteady: string[] = []
    for (const test of this.root?.allTests() ?? []) {
      const reason = test.annotations.find(({ type }) => type === 'skip')?.description
      if (test.outcome() === 'expected') outcome.passed += 1
      else if (test.outcome() === 'skipped') countSkipped(outcome, test.title, reason)
      else if (test.outcome() === 'flaky') {
        outcome.passed += 1
        unsteady.push(test.title)
      }
      else outcome.failed += 1
    }
    writeSummary({ e2e: { ...outcome, unsteady } })
  }

  printsToStdio(): boolean {
    return false
  }
}
