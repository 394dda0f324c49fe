// The proof of the proof: each part of each permission is weakened in turn, and the suite must
// notice.
import { mutantsOf, type Mutant } from './mutants.ts'
import type { Operation } from '../../hasura/permissions/model.ts'
import { lintPermissions } from './lint/lint.ts'
import { probe } from './matrix.ts'
import type { ProbedOperation } from './probes/cell.ts'
import type { TableName } from './support/table-policy.ts'
import type { LocalProof } from './support/local.ts'

/**
 * What became of a mutant: noticed by a person who could do too much, by a rule about metadata, or
 * not at all.
 */
export interface Verdict {
  readonly mutant: Mutant
  readonly noticed: 'by a probe' | 'by the lint' | 'not at all'
  readonly evidence: string
}

/**
 * The probes that a permission decides about. Those of `insert` also move rows from one owner's
 * reach to another's.
 */
const operations: Readonly<Record<Operation, readonly ProbedOperation[]>> = {
  select: ['columns', 'select'],
  insert: ['columns', 'insert', 'nested insert', 'upsert'],
  update: ['columns', 'update', 'insert', 'upsert'],
  delete: ['delete'],
}

/**
 * Runs the cells of each mutant's role and table, over HTTP, until the first broken promise; then,
 * if need be, the lint.
 *
 * @param signal ends it after the mutant that is being judged
 */
export async function killMutants(
  proof: LocalProof,
  columnsOf: (table: string) => readonly string[],
  signal?: AbortSignal,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const mutant of mutantsOf(proof.metadata, columnsOf)) {
    if (signal?.aborted) break
    verdicts.push(await judge(proof, mutant))
  }
  await proof.engine.reload(proof.metadata as never)
  return verdicts
}

async function judge(proof: LocalProof, mutant: Mutant): Promise<Verdict> {
  await proof.engine.reload(mutant.metadata as never)
  const cells = await probe(
    { ...proof, metadata: mutant.metadata },
    {
      tables: [mutant.table as TableName],
      roles: [mutant.role],
      operations: operations[mutant.operation],
      doors: ['http'],
      stopAtProblem: true,
    },
  )
  const problem = cells.flatMap(cell =>
    cell.problems.map(text => `${cell.person.name}: ${text}`),
  )[0]
  if (problem) return { mutant, noticed: 'by a probe', evidence: problem }
  const before = new Set(lintPermissions(proof.metadata))
  const finding = lintPermissions(mutant.metadata).find(one => !before.has(one))
  return finding
    ? { mutant, noticed: 'by the lint', evidence: finding }
    : { mutant, noticed: 'not at all', evidence: '' }
}

/** `mutants: 289 of 289 noticed, 42 of them by a rule`. */
export function mutantLine(verdicts: readonly Verdict[]): string {
  const count = (noticed: Verdict['noticed']) =>
    verdicts.filter(verdict => verdict.noticed === noticed).length
  return `mutants: ${verdicts.length - count('not at all')} of ${verdicts.length} noticed, ${count('by the lint')} of them by a rule`
}
