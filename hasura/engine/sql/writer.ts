import type { ParameterSource, ParameterStyle, QualifiedName, SqlQuery, SqlType } from './types.ts'

/** Collects text, parameters and the ranges that permissions take up. */
export interface SqlWriter {
  readonly write: (text: string) => void
  readonly name: (name: string) => void
  readonly qualified: (name: QualifiedName) => void
  readonly type: (type: SqlType) => void
  readonly parameter: (source: ParameterSource, type: SqlType, veiled: boolean) => void
  /** Writes a query inside of what is being written. */
  readonly query: (query: SqlQuery) => void
  /** Writes items with text between them. */
  readonly list: <T>(items: readonly T[], separator: string, each: (item: T) => void) => void
  /** Marks what `content` writes as coming from a permission. */
  readonly permission: (content: () => void) => void
  readonly text: () => string
  readonly parameters: readonly ParameterSource[]
  readonly permissionRanges: readonly (readonly [number, number])[]
}

const systemSchema = 'pg_catalog'
const plainName = /^[a-z_][a-z0-9_]*$/

/** An empty text. `printQuery` prints queries inside of other parts. */
export function sqlWriter(
  style: ParameterStyle,
  printQuery: (query: SqlQuery, to: SqlWriter) => void,
): SqlWriter {
  const pieces: string[] = []
  const parameters: ParameterSource[] = []
  const numbers = new Map<string, number>()
  const ranges: [number, number][] = []
  let length = 0
  const write = (text: string): void => {
    pieces.push(text)
    length += text.length
  }
  const writer: SqlWriter = {
    write,
    name: name => write(quoteName(name)),
    qualified: name => write(qualifiedText(name)),
    type: type => write(typeText(type)),
    parameter: (source, type, veiled) => {
      const key = `${source.key} ${typeText(type)}`
      const index = numbers.get(key) ?? parameters.push(source) - 1
      numbers.set(key, index)
      const numbered = `$${index + 1}::${typeText(type)}`
      if (style.kind === 'numbered') write(veiled ? `(SELECT ${numbered})` : numbered)
      else
        write(
          `(${quoteName(style.table)}.${quoteName(style.column)} ->> ${index})::${typeText(type)}`,
        )
    },
    query: query => printQuery(query, writer),
    list: (items, separator, each) =>
      items.forEach((item, index) => {
        if (index > 0) write(separator)
        each(item)
      }),
    permission: (content) => {
      const start = length
      content()
      ranges.push([start, length])
    },
    text: () => pieces.join(''),
    parameters,
    permissionRanges: ranges,
  }
  return writer
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** System names need no quotes and cannot be shadowed when they carry their schema. */
function qualifiedText({ schema, name }: QualifiedName): string {
  return schema === systemSchema && plainName.test(name)
    ? `${schema}.${name}`
    : `${quoteName(schema)}.${quoteName(name)}`
}

function typeText(type: SqlType): string {
  return type.array ? `${qualifiedText(type)}[]` : qualifiedText(type)
}
