// Runs every suite, or those named: `npm test`, `npm test -- unit e2e`. The last line counts all
// tests of all suites.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { readSummary, summaryVariable, type Outcome } from './runner/outcome.ts'
import { run, stopAll } from './runner/processes.ts'
import { stages, type Job, type Lane } from './runner/suites.ts'

const logs = path.join('test-results', 'logs')
const asked = process.argv.slice(2)
const known = stages.flat(2).flatMap(job => job.suites)
const total = { passed: 0, failed: 0 }
const broken = new Set<string>()
const busy = new Set<string>()

for (const suite of asked) {
  if (!known.includes(suite)) fail(`There is no suite "${suite}". There are: ${known.join(', ')}.`)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)))
}
const heartbeat = setInterval(() => console.log(`  … ${[...busy].join(', ')}`), 30_000)

rmSync(logs, { recursive: true, force: true })
mkdirSync(logs, { recursive: true })
for (const lanes of stages) await Promise.all(lanes.map(lane => runLane(lane)))
clearInterval(heartbeat)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0

async function runLane(lane: Lane): Promise<void> {
  for (const job of lane) {
    const suites = job.suites.filter(suite => asked.length === 0 || asked.includes(suite))
    if (suites.length > 0) await runJob(job, suites)
  }
}

async function runJob(job: Job, suites: readonly string[]): Promise<void> {
  const title = suites.join(', ')
  if (job.skipReason) return console.log(`- ${title.padEnd(14)} skipped: ${job.skipReason}`)
  if (job.needs && broken.has(job.needs))
    return report(title, {
      passed: 0,
      failed: 1,
      skipped: [],
      problem: `not run, because ${job.needs} failed`,
    })
  const log = path.join(logs, `${suites.join('-')}.log`)
  const summaryFile = path.resolve(logs, `${suites.join('-')}.json`)
  const started = Date.now()
  suites.forEach(suite => busy.add(suite))
  console.log(`▸ ${title}`)
  const code = await run(job.command(suites), log, { [summaryVariable]: summaryFile })
  suites.forEach(suite => busy.delete(suite))
  const summary = Object.entries(readSummary(summaryFile, suites, code))
  if (summary.some(([, outcome]) => outcome.failed > 0)) printLog(log)
  for (const [suite, outcome] of summary) report(suite, outcome, Date.now() - started)
}

function report(suite: string, outcome: Outcome, milliseconds = 0): void {
  total.passed += outcome.passed
  total.failed += outcome.failed
  if (outcome.failed > 0) broken.add(suite)
  const remark = outcome.problem ? `: ${outcome.problem}` : ''
  console.log(
    `${outcome.failed > 0 ? '✗' : '✓'} ${suite.padEnd(14)} ${outcome.passed} passed, ${outcome.failed} failed (${(milliseconds / 1000).toFixed(1)} s)${remark}`,
  )
  for (const name of outcome.unsteady ?? []) console.log(`  - passed at the second attempt: ${name}`)
  for (const { name, reason } of outcome.skipped) console.log(`  - skipped: ${name}: ${reason}`)
}

/** The end of a failed suite's output, where tools put what went wrong. */
function printLog(log: string): void {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  if (lines.length > 400) console.log(`  (the whole output is in ${log})`)
  console.log(
    lines
      .slice(-400)
      .map(line => `  │ ${line}`)
      .join('\n'),
  )
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}
