// Mutation testing: each part of each permission is weakened in turn, and the suite must fail.
import { mutantsOf, type Mutant } from './mutants.ts'
import type { Operation } from '../../hasura/permissions/model.ts'
import { lintPermissions } from './lint/lint.ts'
import { probe, type Cell } from './matrix.ts'
import type { ProbedOperation } from './probes/cell.ts'
import type { TableName } from './support/table-policy.ts'
import type { LocalProof } from './support/local.ts'

/**
 * What became of a mutant: killed by a probe, since a person could do too much, or by a rule about
 * metadata; or survived.
 */
export type Outcome = 'killed by a probe' | 'killed by the lint' | 'survived'

/** A mutant and the evidence on which it was killed; none when it survived. */
export interface Verdict {
  readonly mutant: Mutant
  readonly outcome: Outcome
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
 * Runs the cells of each mutant's role and table over HTTP until the first violation of the policy,
 * and then, if there is none, the lint.
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
  const cells = mutant.isObservable ? await probeMutant(proof, mutant) : []
  const problem = cells.flatMap(cell =>
    cell.problems.map(text => `${cell.person.name}: ${text}`),
  )[0]
  if (problem) return { mutant, outcome: 'killed by a probe', evidence: problem }
  const before = new Set(lintPermissions(proof.metadata))
  const finding = lintPermissions(mutant.metadata).find(one => !before.has(one))
  return finding
    ? { mutant, outcome: 'killed by the lint', evidence: finding }
    : { mutant, outcome: 'survived', evidence: '' }
}

async function probeMutant(proof: LocalProof, mutant: Mutant): Promise<Cell[]> {
  await proof.engine.reload(mutant.metadata as never)
  return probe(
    { ...proof, metadata: mutant.metadata },
    {
      tables: [mutant.table as TableName],
      roles: [mutant.role],
      operations: operations[mutant.operation],
      transports: ['http'],
      stopAtProblem: true,
    },
  )
}

/** `mutants: 289 of 289 killed, 42 of them by a rule`. */
export function mutantLine(verdicts: readonly Verdict[]): string {
  const count = (outcome: Outcome) => verdicts.filter(verdict => verdict.outcome === outcome).length
  return `mutants: ${verdicts.length - count('survived')} of ${verdicts.length} killed, ${count('killed by the lint')} of them by a rule`
}
