import { parse, type Info } from 'csv-parse/sync'

/** One goal of a CSV file. */
export interface GoalRow {
  /** The line of the file on which the row ends; the header is line 1. */
  line: number
  code: string
  /** The code of the goal above it; empty for a goal at the top. */
  parentCode: string
  title: string
  /** `YYYY-MM-DD`, or empty. */
  targetDate: string
  successCriteria: string
}

const columns = ['code', 'parent_code', 'title', 'target_date', 'success_criteria'] as const

type CsvRecord = Record<typeof columns[number], string>

/**
 * Reads goals from CSV (RFC 4180) whose header names at least `code`, `parent_code`, `title`, `target_date` and
 * `success_criteria`, in any order.
 *
 * @throws Error that names the missing column, the code that occurs twice or the parent that does not exist
 */
export function readGoalRows(csv: string): GoalRow[] {
  const rows = (parse(csv, { bom: true, columns: checkedHeader, info: true, skip_empty_lines: true }) as unknown as { record: CsvRecord, info: Info }[])
    .map(({ record, info }) => toRow(record, info.lines))
  const codes = new Set<string>()
  for (const { code, line } of rows) {
    if (codes.has(code)) throw new Error(`Line ${line}: the code "${code}" occurs twice.`)
    codes.add(code)
  }
  const orphan = rows.find(({ parentCode }) => parentCode !== '' && !codes.has(parentCode))
  if (orphan) throw new Error(`Line ${orphan.line}: there is no parent with the code "${orphan.parentCode}".`)
  return rows
}

function checkedHeader(header: string[]): string[] {
  const missing = columns.filter(column => !header.includes(column))
  if (missing.length > 0) throw new Error(`The CSV file has no column ${missing.join(', ')}.`)
  return header
}

function toRow(record: CsvRecord, line: number): GoalRow {
  return {
    line,
    code: record.code,
    parentCode: record.parent_code,
    title: record.title,
    targetDate: record.target_date,
    successCriteria: record.success_criteria,
  }
}
