// Runs Hasura's own test cases, which the folder CONFORMANCE_DIR holds, against the embedded
// engine.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { emptyOutcome, writeSummary } from '../runner/outcome.ts'
import { startTestCluster } from '../support/cluster.ts'

interface Report {
  groups: { group: string, cases: { name: string, strict: boolean, why?: string }[] }[]
}

const folder = process.env.CONFORMANCE_DIR
if (!folder)
  throw new Error(
    'Set CONFORMANCE_DIR to the folder that holds Hasura\'s test cases and their runner.',
  )

const engine =
  'node hasura/engine/cli/launch.mjs --database-url {url} --metadata {metadata} --port {port} --admin-secret {secret} --jwt-secret {jwt}'
const reportFile = path.join('test-results', 'conformance.json')
const cluster = await startTestCluster()
try {
  const runner = spawn(
    'node',
    [
      path.join(folder, 'run.mjs'),
      '--pg',
      cluster.url,
      '--engine',
      engine,
      '--jobs',
      '2',
      '--verbose',
      '--report',
      reportFile,
    ],
    { stdio: 'inherit' },
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => runner.kill(signal))
  await new Promise(resolve => runner.once('close', resolve))
}
finally {
  await cluster.stop()
}
const outcome = judge(JSON.parse(readFileSync(reportFile, 'utf8')) as Report)
writeSummary({ hasura: outcome })
process.exitCode = outcome.failed > 0 ? 1 : 0

/**
 * A case that is known to differ is skipped with its reason; when it passes after all, its entry is
 * out of date and that is a failure too.
 */
function judge(report: Report): ReturnType<typeof emptyOutcome> {
  const deviations = JSON.parse(
    readFileSync(new URL('known-deviations.json', import.meta.url), 'utf8'),
  ) as Record<string, string>
  const result = emptyOutcome()
  for (const { name, strict, why } of report.groups.flatMap(({ group, cases }) =>
    cases.map(one => ({ ...one, name: `${group}: ${one.name}` })),
  )) {
    const reason = deviations[name]
    if (strict && reason) console.log(`passes now, so it is no deviation: ${name}`)
    if (!strict && !reason) console.log(`failed: ${name}: ${why}`)
    if (!strict && reason) result.skipped.push({ name, reason })
    else if (strict && !reason) result.passed += 1
    else result.failed += 1
  }
  return result
}
