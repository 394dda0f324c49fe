import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { toldLines } from '../hidden/compare.ts'
import { hiddenLine, proveHidden, weakenGateway } from '../hidden/prove.ts'
import { plantBelow } from '../hidden/rows.ts'
import { htmlOf } from '../html.ts'
import { lint, lintLines } from '../lint/lint.ts'
import { probe, type Selection } from '../matrix.ts'
import { killMutants, mutantLine } from '../mutation.ts'
import { closingLine, engineLine, reportOf, type Report } from '../report.ts'
import { compiler } from '../support/compiled.ts'
import { startLocalProof, type LocalProof } from '../support/local.ts'
import { startRemoteProof } from '../support/remote.ts'
import { startStack } from '../support/stack.ts'
import { columnsIn } from '../support/world.ts'

/** What to probe, and where the report goes. */
export interface ReportOptions {
  /** A folder. */
  readonly out: string
  readonly selection: Selection
  readonly isRemote: boolean
  /** The caller has confirmed that the remote database may be written to. */
  readonly isStaging: boolean
  readonly withMutants: boolean
}

/**
 * Probes the cells, lists the rules, and on request weakens each permission. Ctrl-C ends it after
 * the current cell or mutant, with everything put back.
 *
 * @returns the exit code: 0 when all holds
 */
export async function report(options: ReportOptions): Promise<number> {
  const signal = signalled()
  const proof = options.isRemote
    ? await startRemoteProof(process.env, options.isStaging)
    : await startLocalProof()
  try {
    const selection = { ...options.selection, signal }
    const cells = await probe(proof, selection)
    if (signal.aborted) return interrupted()
    const found = reportOf(
      proof,
      { cells, rules: await lint(proof) },
      await compiler(proof.metadata, proof.pool),
    )
    write(options.out, found)
    for (const cell of cells)
      for (const problem of cell.problems)
        console.log(`${cell.person.name} over ${cell.transport}, ${cell.operation}: ${problem}`)
    for (const line of lintLines(found.rules)) console.log(line)
    const allKilled = options.withMutants ? await mutants(proof as LocalProof, selection) : true
    if (signal.aborted) return interrupted()
    const isWhole = !options.isRemote && Object.keys(options.selection).length === 0
    const areHidden = isWhole ? await hiddenRows(options.withMutants) : true
    console.log(
      `Probed ${engineLine(found)}; the report is in ${path.join(options.out, 'report.html')}`,
    )
    console.log(closingLine(found.summary))
    return found.summary.hold === found.summary.cells
      && found.rules.every(({ findings }) => findings.length === 0)
      && allKilled
      && areHidden
      ? 0
      : 1
  }
  finally {
    await proof.close()
  }
}

/** @returns the exit code of a process that was asked to end */
function interrupted(): number {
  console.log('Interrupted: nothing is proved, and the planted rows are removed.')
  return 130
}

function write(out: string, found: Report): void {
  mkdirSync(out, { recursive: true })
  writeFileSync(path.join(out, 'report.json'), JSON.stringify(found, null, 1))
  writeFileSync(path.join(out, 'report.html'), htmlOf(found))
}

/** @returns whether every mutant was killed */
async function mutants(proof: LocalProof, selection: Selection): Promise<boolean> {
  const columns = await columnsIn(proof.client)
  const verdicts = await killMutants(proof, table => columns.get(table) ?? [], selection)
  for (const { mutant, outcome, evidence } of verdicts)
    console.log(`${mutant.description} — ${outcome}${evidence && `: ${evidence}`}`)
  console.log(mutantLine(verdicts))
  return verdicts.every(({ outcome }) => outcome !== 'survived')
}

/**
 * Asks the gateway what could depend on hidden rows.
 *
 * @returns whether nothing does, and each removed check is detected
 */
async function hiddenRows(withMutants: boolean): Promise<boolean> {
  const stack = await startStack()
  try {
    await plantBelow(stack.client)
    const weakened = withMutants ? await weakenGateway(stack) : []
    for (const { description, isDetected } of weakened)
      console.log(`${description} — ${isDetected ? 'detected by a question' : 'not detected'}`)
    const cells = await proveHidden(stack)
    for (const line of toldLines(cells)) console.log(`LEAK ${line}`)
    console.log(hiddenLine(cells))
    return (
      cells.every(({ told }) => told.length === 0) && weakened.every(({ isDetected }) => isDetected)
    )
  }
  finally {
    await stack.close()
  }
}

/** Aborts on the first signal to terminate; a second one ends the process at once. */
function signalled(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => controller.abort())
  return controller.signal
}
