import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { countSkipped, emptyOutcome, readSummary, type Summary } from '../../runner/outcome.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-outcome-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function summaryFile(summary: Summary): string {
  const file = path.join(folder, 'summary.json')
  writeFileSync(file, JSON.stringify(summary))
  return file
}

test('a process without a summary is one check', () => {
  const none = path.join(folder, 'none.json')
  expect(readSummary(none, ['lint'], 0)).toMatchObject({ lint: { passed: 1, failed: 0 } })
  expect(readSummary(none, ['lint'], 2)).toMatchObject({
    lint: { passed: 0, failed: 1, problem: 'exit code 2' },
  })
})

test('a suite that ran nothing has failed', () => {
  const file = summaryFile({ unit: { passed: 3, failed: 0, skipped: [] } })
  expect(readSummary(file, ['unit', 'isolation'], 0)).toMatchObject({
    unit: { passed: 3, failed: 0 },
    isolation: { passed: 0, failed: 1, problem: 'no test ran' },
  })
})

test('a process that fails without a failed test has failed', () => {
  const file = summaryFile({ unit: { passed: 3, failed: 0, skipped: [] } })
  expect(readSummary(file, ['unit'], 1)).toMatchObject({ unit: { passed: 3, failed: 1 } })
})

test('a failed test is counted once', () => {
  const file = summaryFile({ unit: { passed: 3, failed: 2, skipped: [] } })
  expect(readSummary(file, ['unit'], 1)).toMatchObject({ unit: { passed: 3, failed: 2 } })
})

test('a skip without a reason is a failure', () => {
  const outcome = emptyOutcome()
  countSkipped(outcome, 'on Windows', 'needs a Unix socket')
  countSkipped(outcome, 'for no reason', undefined)
  expect(outcome).toEqual({
    passed: 0,
    failed: 1,
    skipped: [{ name: 'on Windows', reason: 'needs a Unix socket' }],
  })
})
