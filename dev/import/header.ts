import { parse } from 'csv-parse/sync'

/** The columns that a file of goals must have. */
const columns = ['code', 'parent_code', 'title', 'target_date', 'success_criteria'] as const

/** A column of a file of goals. */
export type Column = (typeof columns)[number]

/** How a CSV file is written: what separates its fields, and the line of its header, from 1. */
export interface Dialect {
  delimiter: string
  headerLine: number
}

/** The parsed header: a name for each field, and the columns that the import does not know. */
export interface Header {
  names: string[]
  ignored: string[]
}

const delimiters = [',', ';', '\t']

/**
 * Finds the delimiter: the one that the first line `sep=;` names, as Excel reads and writes it,
 * else the one that gives the header the most known columns.
 */
export function detectDialect(csv: string): Dialect {
  const [first = '', second = ''] = csv.split(/\r\n|\n|\r/, 2)
  const named = /^sep=(.)$/i.exec(first)?.[1]
  if (named) return { delimiter: named, headerLine: 2 }
  const line = first || second
  const known = (delimiter: string) => fieldsOf(line, delimiter).filter(isColumn).length
  const delimiter = delimiters.reduce((best, other) => (known(other) > known(best) ? other : best))
  return { delimiter, headerLine: 1 }
}

/**
 * Reads the names of a header, whatever their case and spaces: `Parent Code` is `parent_code`.
 *
 * @throws Error that names the columns that are missing or stand there twice, and those that were
 *   found
 */
export function readHeader(fields: string[]): Header {
  const names = fields.map(normalize)
  const missing = columns.filter(column => !names.includes(column))
  if (missing.length > 0) {
    const found = fields.map(field => `"${field.trim()}"`).join(', ')
    throw new Error(`The CSV file has no column ${missing.join(', ')}. Its header has ${found}.`)
  }
  const repeated = columns.find(column => names.indexOf(column) !== names.lastIndexOf(column))
  if (repeated)
    throw new Error(`The CSV file has the column ${repeated} twice. Remove one of them.`)
  return {
    names: names.map((name, index) => (isColumn(name) ? name : `ignored_${index}`)),
    ignored: fields
      .map(field => field.trim())
      .filter((field, index) => field !== '' && !isColumn(names[index] ?? '')),
  }
}

function fieldsOf(line: string, delimiter: string): string[] {
  const [fields = []] = parse(line, {
    bom: true,
    delimiter,
    relax_quotes: true,
  })
  return fields.map(normalize)
}

function normalize(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
}

function isColumn(name: string): name is Column {
  return (columns as readonly string[]).includes(name)
}
