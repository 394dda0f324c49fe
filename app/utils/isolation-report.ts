/** The report of `npm run isolation`, as far as its page shows it. */
export interface IsolationReport {
  /** Which engine was probed. */
  engine: string
  /** Which version of it, where it told. */
  version?: string
  /** ISO 8601. */
  when: string
  summary: {
    cells: number
    hold: number
    leaks: number
    allowed: number
    denied: number
  }
  permissions: ReportedPermission[]
  cells: ReportedCell[]
}

/** The verdict on one role, table and operation. */
export interface ReportedPermission {
  role: string
  table: string
  operation: 'select' | 'insert' | 'update' | 'delete'
  columns: string[]
  presets: Record<string, unknown>
  words: PredicateTexts
  sql: PredicateTexts
}

/** A permission's rows, and its new rows, where it says something about them. */
export interface PredicateTexts {
  filter?: string
  check?: string
}

/** The verdict on one person, table, operation and transport. */
export interface ReportedCell {
  person: string
  relation: string
  role: string
  table: string
  operation: string
  transport: string
  allowed: number
  denied: number
  problems: string[]
}

/** Which part of a report is looked at; an empty text is all. */
export interface ReportFilter {
  role: string
  table: string
}

/** The verdicts on one table: a line a person and transport, a column an operation. */
export interface VerdictTable {
  table: string
  transport: string
  operations: string[]
  lines: {
    person: string
    relation: string
    role: string
    cells: (ReportedCell | undefined)[]
  }[]
}

/** `1200 of 1200 cells hold, 0 leaks`: the line with which the command ends. */
export function closingLine({ cells, hold, leaks }: IsolationReport['summary']): string {
  return `isolation: ${hold} of ${cells} cells hold, ${leaks} leaks`
}

/** The entries of a report that a filter lets through. */
export function filtered<Entry extends { role: string, table: string }>(
  entries: readonly Entry[],
  { role, table }: ReportFilter,
): Entry[] {
  return entries.filter(
    entry => (role === '' || entry.role === role) && (table === '' || entry.table === table),
  )
}

/** The names that occur, in the order in which they first do. */
export function namesIn<Entry, Key extends keyof Entry>(
  entries: readonly Entry[],
  key: Key,
): Entry[Key][] {
  return [...new Set(entries.map(entry => entry[key]))]
}

/** Cells laid out as tables, one for each table and transport. */
export function verdictTables(cells: readonly ReportedCell[]): VerdictTable[] {
  return namesIn(cells, 'table').flatMap(table =>
    namesIn(cells, 'transport').flatMap((transport) => {
      const here = cells.filter(cell => cell.table === table && cell.transport === transport)
      const operations = namesIn(here, 'operation')
      const lines = namesIn(here, 'person').map((person) => {
        const own = here.filter(cell => cell.person === person)
        return {
          person,
          relation: own[0]!.relation,
          role: own[0]!.role,
          cells: operations.map(operation => own.find(cell => cell.operation === operation)),
        }
      })
      return here.length > 0 ? [{ table, transport, operations, lines }] : []
    }),
  )
}
