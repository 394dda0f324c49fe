// The results of a run, as data and for people.
import { permissionsOf, type Permission } from '../../hasura/permissions/model.ts'
import { inWords } from '../../hasura/permissions/words.ts'
import type { RuleVerdict } from './lint/rule.ts'
import type { Cell, Proof } from './matrix.ts'

/** The report as JSON. */
export interface Report {
  /** Which engine was probed, which version of it and where. */
  readonly engine: string
  readonly version: string | undefined
  readonly endpoint: string
  /** ISO 8601. */
  readonly when: string
  readonly summary: Summary
  /** The rules about metadata and database, with what each found. */
  readonly rules: readonly RuleVerdict[]
  readonly permissions: readonly ReportedPermission[]
  readonly cells: readonly ReportedCell[]
}

/** The closing line in numbers. */
export interface Summary {
  readonly cells: number
  readonly hold: number
  readonly leaks: number
  /**
   * Single rows, columns and objects that were tried: allowed as intended, and denied as intended.
   */
  readonly allowed: number
  readonly denied: number
}

/** A permission with its predicate in words and in SQL. */
export interface ReportedPermission extends Permission {
  readonly words: { readonly filter: string | undefined, readonly check: string | undefined }
  readonly sql: { readonly filter: string | undefined, readonly check: string | undefined }
}

/** A cell without the person's claims. */
export interface ReportedCell {
  readonly person: string
  readonly relation: string
  readonly role: string
  readonly table: string
  readonly operation: string
  readonly transport: string
  readonly allowed: number
  readonly denied: number
  readonly problems: readonly string[]
}

/** Compiles one predicate of a permission to SQL; undefined where the engine cannot say. */
export type Compile = (permission: Permission, part: 'filter' | 'check') => string | undefined

/** What the proof found: cells by asking, rules by reading. */
export interface Found {
  readonly cells: readonly Cell[]
  readonly rules: readonly RuleVerdict[]
}

/** Puts the report together. */
export function reportOf(
  { target, metadata }: Pick<Proof, 'target' | 'metadata'>,
  { cells, rules }: Found,
  compile: Compile,
): Report {
  return {
    engine: target.name,
    version: target.version,
    endpoint: target.endpoint,
    when: new Date().toISOString(),
    summary: summaryOf(cells),
    rules,
    permissions: permissionsOf(metadata).map(permission => ({
      ...permission,
      words: {
        filter: permission.filter && inWords(permission.filter),
        check: permission.check && inWords(permission.check),
      },
      sql: { filter: compile(permission, 'filter'), check: compile(permission, 'check') },
    })),
    cells: cells.map(({ person, ...cell }) => ({
      person: person.name,
      relation: person.relation,
      role: person.role ?? 'none',
      ...cell,
    })),
  }
}

/** Counts cells. A cell holds when it was probed and nothing differed from the policy. */
export function summaryOf(cells: readonly Cell[]): Summary {
  const hold = cells.filter(
    cell => cell.problems.length === 0 && cell.allowed + cell.denied > 0,
  ).length
  return {
    cells: cells.length,
    hold,
    leaks: cells.flatMap(cell => cell.problems).filter(problem => problem.startsWith('LEAK'))
      .length,
    allowed: cells.reduce((sum, cell) => sum + cell.allowed, 0),
    denied: cells.reduce((sum, cell) => sum + cell.denied, 0),
  }
}

/** `the embedded engine v2.51.5 at http://127.0.0.1:8080/v1/graphql`. */
export function engineLine({
  engine,
  version,
  endpoint,
}: Pick<Report, 'engine' | 'version' | 'endpoint'>): string {
  return `${engine}${version ? ` ${version}` : ''} at ${endpoint}`
}

/** The last line of a run: `isolation: 1200 of 1200 cells hold, 0 leaks`. */
export function closingLine({ cells, hold, leaks }: Summary): string {
  return `isolation: ${hold} of ${cells} cells hold, ${leaks} leaks`
}

/**
 * Denials without a positive control: an operation on a table that the policy grants somebody, but
 * that nobody was seen to succeed with through a transport. A denial there would prove nothing.
 */
export function uncontrolled(cells: readonly Cell[]): string[] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = `${cell.operation} of ${cell.table} over ${cell.transport}`
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return [...groups]
    .filter(([, group]) => group.every(cell => cell.allowed === 0))
    .map(([key]) => key)
}
