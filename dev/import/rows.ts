import { CsvError, parse, type Info } from 'csv-parse/sync'
import { decodeCsv } from './decode.ts'
import { detectDialect, readHeader, type Column, type Header } from './header.ts'
import { dayMistake } from './target-date.ts'

/** One goal of a CSV file. */
export interface GoalRow {
  /** The line of the file on which the row ends, from 1. */
  line: number
  code: string
  /** The code of the goal above it; empty for a goal at the top. */
  parentCode: string
  title: string
  /** `YYYY-MM-DD`, or empty. */
  targetDate: string
  successCriteria: string
}

/** The goals of a file, and what was assumed or ignored while reading it. */
export interface GoalFile {
  rows: GoalRow[]
  notices: string[]
}

type CsvRecord = Record<Column, string>

/** Mistakes beyond these are only counted. */
const maxMistakes = 20

/**
 * Reads goals from the bytes of a CSV file: UTF-8, UTF-16 or Windows-1252, separated by commas,
 * semicolons or tabs.
 *
 * @param encoding overrides the detection, see {@link decodeCsv}
 * @throws Error as {@link readGoalRows} does
 */
export function readGoalFile(bytes: Uint8Array, encoding?: string): GoalFile {
  const { text, notice } = decodeCsv(bytes, encoding)
  const { rows, ignored } = parseRows(text)
  const unknown = ignored.length > 0 ? `Ignored columns: ${ignored.join(', ')}.` : undefined
  return { rows, notices: [notice, unknown].filter(line => line !== undefined) }
}

/**
 * Reads goals from CSV (RFC 4180) whose header names at least `code`, `parent_code`, `title`,
 * `target_date` and `success_criteria`, in any order.
 *
 * @throws Error that names line and column of every mistake: a missing column, a code that occurs
 *   twice, a parent that does not exist, a day that can be read in two ways; or says that the file
 *   holds no goals
 */
export function readGoalRows(csv: string): GoalRow[] {
  return parseRows(csv).rows
}

function parseRows(csv: string): { rows: GoalRow[], ignored: string[] } {
  const { delimiter, headerLine } = detectDialect(csv)
  let header: Header = { names: [], ignored: [] }
  const records = parseRecords(csv, {
    delimiter,
    from_line: headerLine,
    columns: (fields: string[]) => {
      header = readHeader(fields)
      return header.names
    },
  })
  const rows = records.map(({ record, info }) => toRow(record, info.lines))
  if (rows.length === 0)
    throw new Error(`The CSV file ${header.names.length > 0 ? 'has a header and no goals' : 'is empty'}.`)
  const mistakes = findMistakes(rows)
  if (mistakes.length === 0) return { rows, ignored: header.ignored }
  const more = mistakes.length - maxMistakes
  throw new Error(
    [...mistakes.slice(0, maxMistakes), ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'),
  )
}

function parseRecords(
  csv: string,
  dialect: {
    delimiter: string
    from_line: number
    columns: (fields: string[]) => string[]
  },
) {
  try {
    const records = parse(csv, {
      ...dialect,
      bom: true,
      info: true,
      skip_empty_lines: true,
    })
    return records as unknown as { record: CsvRecord, info: Info }[]
  }
  catch (error) {
    if (error instanceof CsvError) throw new Error(csvMistake(error), { cause: error })
    throw error
  }
}

function csvMistake({ code, lines, message }: CsvError): string {
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return `Line ${lines} has more or fewer fields than the header.`
    case 'CSV_QUOTE_NOT_CLOSED':
      return `Line ${lines}: a quote is opened and never closed.`
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return `Line ${lines}: put a field with quotes into quotes, and double those inside.`
    default:
      return `Line ${lines}: ${message}`
  }
}

function findMistakes(rows: readonly GoalRow[]): string[] {
  const codes = new Set(rows.map(({ code }) => code))
  const seen = new Set<string>()
  return rows.flatMap(({ line, code, parentCode, targetDate }) => {
    const repeated = seen.has(code)
    seen.add(code)
    const day = dayMistake(targetDate)
    return [
      code === '' && `Line ${line}, column code: every goal needs a code, for example 1.2.`,
      code !== '' && repeated && `Line ${line}, column code: the code "${code}" occurs twice.`,
      parentCode !== ''
      && !codes.has(parentCode)
      && `Line ${line}, column parent_code: there is no parent with the code "${parentCode}".`,
      day !== undefined && `Line ${line}, column target_date: ${day}`,
    ].filter(mistake => mistake !== false)
  })
}

function toRow(record: CsvRecord, line: number): GoalRow {
  return {
    line,
    code: record.code.trim(),
    parentCode: record.parent_code.trim(),
    title: record.title.trim(),
    targetDate: record.target_date.trim(),
    successCriteria: record.success_criteria,
  }
}
