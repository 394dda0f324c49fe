import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** What one suite found. */
export interface Outcome {
  passed: number
  failed: number
  /** Every skipped test by name; a skip must say why. */
  skipped: { name: string, reason: string }[]
  /** Browser tests that passed at the second attempt only. */
  unsteady?: string[]
  /** What counts as a failure although no test failed. */
  problem?: string
}

/** The outcomes of one process, by the suite's name: Vitest runs several suites in one process. */
export type Summary = Record<string, Outcome>

/** Where a suite's process leaves its summary, when it is asked for one. */
export const summaryVariable = 'TEST_SUMMARY_FILE'

/** A suite that has found nothing yet. */
export function emptyOutcome(): Outcome {
  return { passed: 0, failed: 0, skipped: [] }
}

/**
 * Counts a skipped test. One that does not say why it is skipped counts as failed, so that nothing
 * disappears silently.
 */
export function countSkipped(outcome: Outcome, name: string, reason: string | undefined): void {
  if (reason) outcome.skipped.push({ name, reason })
  else outcome.failed += 1
}

/** Leaves the summary where the runner asked for it; does nothing when no runner asked. */
export function writeSummary(summary: Summary): void {
  const file = process.env[summaryVariable]
  if (file) writeFileSync(file, JSON.stringify(summary))
}

/**
 * Reads what a finished process found for the suites it was to run.
 *
 * A process without a summary is one check, judged by its exit code. A suite that ran no test, and
 * a process that failed without a failed test, are failures.
 */
export function readSummary(file: string, suites: readonly string[], exitCode: number): Summary {
  const outcomes = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Summary)
    : undefined
  if (!outcomes) return Object.fromEntries(suites.map(name => [name, check(exitCode)]))
  const found = suites.map(name => outcomes[name] ?? emptyOutcome())
  const unexplained = exitCode !== 0 && found.every(outcome => outcome.failed === 0)
  return Object.fromEntries(
    suites.map((name, index) => {
      const outcome = found[index] ?? emptyOutcome()
      if (outcome.passed + outcome.failed + outcome.skipped.length === 0)
        return [name, problem(outcome, 'no test ran')]
      return [
        name,
        unexplained ? problem(outcome, `exit code ${exitCode} although no test failed`) : outcome,
      ]
    }),
  )
}

function check(exitCode: number): Outcome {
  return exitCode === 0
    ? { ...emptyOutcome(), passed: 1 }
    : problem(emptyOutcome(), `exit code ${exitCode}`)
}

function problem(outcome: Outcome, description: string): Outcome {
  return { ...outcome, failed: outcome.failed + 1, problem: description }
}
