import type { Reporter, TestModule } from 'vitest/node'
import { countSkipped, emptyOutcome, writeSummary, type Summary } from './outcome.ts'

/** Counts Vitest's tests by project, for the runner of all suites. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const summary: Summary = {}
    for (const module of modules)
      countModule((summary[module.project.name] ??= emptyOutcome()), module)
    writeSummary(summary)
  }
}

function countModule(outcome: Summary[string], module: TestModule): void {
  const failedBefore = outcome.failed
  for (const test of module.children.allTests()) {
    const result = test.result()
    if (result.state === 'passed') outcome.passed += 1
    else if (result.state === 'skipped') countSkipped(outcome, test.fullName, result.note)
    else outcome.failed += 1
  }
  const brokenOutsideTests = module.state() === 'failed' && outcome.failed === failedBefore
  if (brokenOutsideTests) outcome.failed += 1
}
