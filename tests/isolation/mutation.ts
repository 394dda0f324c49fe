// Mutation testing: each part of each permission is weakened in turn, and the suite must fail.
import { mutantsOf, type Mutant } from './mutants.ts'
import type { Operation } from '../../hasura/permissions/model.ts'
import { lintPermissions } from './lint/lint.ts'
import { probe, type Cell, type Selection } from './matrix.ts'
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
 * The probes of rows that a permission decides about. Those of `insert` also move rows from one
 * owner's reach to another's.
 */
const operations: Readonly<Record<Operation, readonly ProbedOperation[]>> = {
  select: ['select'],
  insert: ['insert', 'nested insert', 'upsert'],
  update: ['update', 'insert', 'upsert'],
  delete: ['delete'],
}

/** The probes that could notice a mutant. A row limit is far beyond the rows of the proof. */
const probesOf: Readonly<Record<Mutant['part'], (mutant: Mutant) => readonly ProbedOperation[]>> = {
  rows: ({ operation }) => operations[operation],
  columns: ({ operation }) => ['columns', ...operations[operation]],
  limit: () => [],
}

/**
 * Runs the cells of each mutant's role and table over HTTP until the first violation of the policy,
 * and then, if there is none, the lint.
 *
 * @param selection whose mutants; its signal ends it after the mutant that is being judged
 */
export async function killMutants(
  proof: LocalProof,
  columnsOf: (table: string) => readonly string[],
  { tables, roles, signal }: Pick<Selection, 'tables' | 'roles' | 'signal'> = {},
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  const before = new Set(lintPermissions(proof.metadata))
  const mutants = mutantsOf(proof.metadata, columnsOf).filter(
    ({ table, role }) =>
      (!tables || tables.includes(table as TableName)) && (!roles || roles.includes(role)),
  )
  for (const mutant of mutants) {
    if (signal?.aborted) break
    verdicts.push(await judge(proof, mutant, before))
  }
  await proof.engine.replaceMetadata(proof.metadata as never)
  return verdicts
}

async function judge(
  proof: LocalProof,
  mutant: Mutant,
  before: ReadonlySet<string>,
): Promise<Verdict> {
  const cells = await probeMutant(proof, mutant)
  const problem = cells.flatMap(cell =>
    cell.problems.map(text => `${cell.person.name}: ${text}`),
  )[0]
  if (problem) return { mutant, outcome: 'killed by a probe', evidence: problem }
  const finding = lintPermissions(mutant.metadata).find(one => !before.has(one))
  return finding
    ? { mutant, outcome: 'killed by the lint', evidence: finding }
    : { mutant, outcome: 'survived', evidence: '' }
}

async function probeMutant(proof: LocalProof, mutant: Mutant): Promise<Cell[]> {
  const probes = probesOf[mutant.part](mutant)
  if (probes.length === 0) return []
  await proof.engine.replaceMetadata(mutant.metadata as never)
  return probe(
    { ...proof, metadata: mutant.metadata },
    {
      tables: [mutant.table as TableName],
      roles: [mutant.role],
      operations: probes,
      transports: ['http'],
      toFirstLeak: true,
    },
  )
}

/** `mutants: 289 of 289 killed, 42 of them by a rule`. */
export function mutantLine(verdicts: readonly Verdict[]): string {
  const count = (outcome: Outcome) => verdicts.filter(verdict => verdict.outcome === outcome).length
  return `mutants: ${verdicts.length - count('survived')} of ${verdicts.length} killed, ${count('killed by the lint')} of them by a rule`
}
