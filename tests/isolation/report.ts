// What the proof found, as data and for people.
import { permissionsOf, type MetadataDocument, type Permission } from '../../hasura/isolation/model.ts'
import { inWords } from '../../hasura/isolation/words.ts'
import type { Cell } from './matrix.ts'

/** The report as JSON. */
export interface Report {
  readonly engine: string
  readonly endpoint: string
  /** ISO 8601. */
  readonly when: string
  readonly summary: Summary
  readonly permissions: readonly ReportedPermission[]
  readonly cells: readonly ReportedCell[]
}

/** The closing line in numbers. */
export interface Summary {
  readonly cells: number
  readonly hold: number
  readonly leaks: number
  /** Single rows, columns and objects that were tried: allowed as promised, and denied as promised. */
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
  readonly door: string
  readonly allowed: number
  readonly denied: number
  readonly problems: readonly string[]
}

/** Compiles one predicate of a permission to SQL; undefined where the engine cannot say. */
export type Compile = (permission: Permission, part: 'filter' | 'check') => string | undefined

/** Puts the report together. */
export function reportOf(target: { name: string, endpoint: string }, metadata: MetadataDocument, cells: readonly Cell[], compile: Compile): Report {
  return {
    engine: target.name,
    endpoint: target.endpoint,
    when: new Date().toISOString(),
    summary: summaryOf(cells),
    permissions: permissionsOf(metadata).map(permission => ({
      ...permission,
      words: { filter: permission.filter && inWords(permission.filter), check: permission.check && inWords(permission.check) },
      sql: { filter: compile(permission, 'filter'), check: compile(permission, 'check') },
    })),
    cells: cells.map(({ person, ...cell }) => ({ person: person.name, relation: person.relation, role: person.role ?? 'none', ...cell })),
  }
}

/** Counts cells. A cell holds when it was probed and nothing differed from the promise. */
export function summaryOf(cells: readonly Cell[]): Summary {
  const hold = cells.filter(cell => cell.problems.length === 0 && cell.allowed + cell.denied > 0).length
  return {
    cells: cells.length,
    hold,
    leaks: cells.flatMap(cell => cell.problems).filter(problem => problem.startsWith('LEAK')).length,
    allowed: cells.reduce((sum, cell) => sum + cell.allowed, 0),
    denied: cells.reduce((sum, cell) => sum + cell.denied, 0),
  }
}

/** The last line of a run: `isolation: 1200 of 1200 cells hold, 0 leaks`. */
export function closingLine({ cells, hold, leaks }: Summary): string {
  return `isolation: ${hold} of ${cells} cells hold, ${leaks} leaks`
}

/**
 * Denials without a positive control: an operation on a table that the promise grants somebody, but that nobody was seen
 * to succeed with through a door. A denial there would prove nothing.
 */
export function uncontrolled(cells: readonly Cell[]): string[] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = `${cell.operation} of ${cell.table} over ${cell.door}`
    groups.set(key, [...groups.get(key) ?? [], cell])
  }
  return [...groups].filter(([, group]) => group.every(cell => cell.allowed === 0)).map(([key]) => key)
}
