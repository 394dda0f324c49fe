// Hasura's own test cases, which the folder CONFORMANCE_DIR holds together with their runner.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { clusterUrl } from '../support/database.ts'

interface CaseResult {
  readonly name: string
  /** Whether status, data, order of keys, and errors with message, path and code are as expected. */
  readonly strict: boolean
  /** What differs. */
  readonly why?: string
}

interface Report {
  readonly groups: readonly { readonly group: string, readonly cases: readonly CaseResult[] }[]
}

const launcher = fileURLToPath(new URL('../../cli/launch.mjs', import.meta.url))
const engine = [
  `node ${launcher} --database-url {url} --metadata {metadata} --port {port}`,
  '--admin-secret {secret} --jwt-secret {jwt}',
].join(' ')

/** Reasons by name of the case. A case that passes although it stands here is a failure too. */
const deviations = JSON.parse(
  readFileSync(new URL('known-deviations.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>

const folder = process.env.CONFORMANCE_DIR
if (folder) judge(await runCases(folder))
else
  test('Hasura\'s cases', ({ skip }) =>
    skip(told('CONFORMANCE_DIR does not name a folder with Hasura\'s own test cases')))

function judge({ groups }: Report): void {
  describe.each(groups)('$group', ({ group, cases }) => {
    test.for(cases)('$name', ({ name, strict, why }, { skip }) => {
      const reason = deviations[`${group}: ${name}`]
      if (reason && !strict) skip(told(`${group}: ${name}: ${reason}`))
      expect(reason, 'it passes now, so it is no deviation').toBeUndefined()
      expect(strict, why).toBe(true)
    })
  })
}

/** Vitest's usual report counts what was skipped, and keeps the reasons to itself. */
function told(reason: string): string {
  console.info(`skipped: ${reason}`)
  return reason
}

/** Runs all cases; takes minutes. */
async function runCases(cases: string): Promise<Report> {
  const results = mkdtempSync(path.join(os.tmpdir(), 'engine-hasura-cases-'))
  try {
    const report = path.join(results, 'report.json')
    const args = ['--pg', await clusterUrl(), '--engine', engine, '--jobs', '2', '--report', report]
    const runner = spawn('node', [path.join(cases, 'run.mjs'), ...args], { stdio: 'inherit' })
    const interrupt = () => runner.kill()
    process.once('exit', interrupt)
    await new Promise(resolve => runner.once('close', resolve))
    process.off('exit', interrupt)
    return JSON.parse(readFileSync(report, 'utf8')) as Report
  }
  finally {
    rmSync(results, { recursive: true, force: true })
  }
}
