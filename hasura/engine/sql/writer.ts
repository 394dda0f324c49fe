import { qualifiedText, quoteName, typeText } from './names.ts'
import type { ParameterSource, QualifiedName, SqlQuery, SqlType } from './types.ts'

/** A parameter, before it has its number. */
export interface ParameterPiece {
  readonly kind: 'parameter'
  readonly source: ParameterSource
  readonly type: SqlType
  readonly hiddenFromPlanner: boolean
}

/** The output of a part of a statement: text, and placeholders that only the whole statement resolves. */
export type SqlPiece =
  | string
  | ParameterPiece
  /** A query inside of what is being written. */
  | { readonly kind: 'query', readonly query: SqlQuery }
  /** Where the text of a permission begins or ends. */
  | { readonly kind: 'permission', readonly edge: 'start' | 'end' }

/** Collects pieces. */
export interface SqlWriter {
  readonly write: (text: string) => void
  readonly name: (name: string) => void
  readonly qualified: (name: QualifiedName) => void
  readonly type: (type: SqlType) => void
  readonly parameter: (source: ParameterSource, type: SqlType, hiddenFromPlanner: boolean) => void
  readonly query: (query: SqlQuery) => void
  /** Writes items with text between them. */
  readonly list: <T>(items: readonly T[], separator: string, each: (item: T) => void) => void
  /** Marks what `content` writes as coming from a permission. */
  readonly permission: (content: () => void) => void
  readonly pieces: readonly SqlPiece[]
}

/** A writer that has no pieces yet. */
export function sqlWriter(): SqlWriter {
  const pieces: SqlPiece[] = []
  const write = (piece: SqlPiece): void => {
    pieces.push(piece)
  }
  return {
    write,
    name: name => write(quoteName(name)),
    qualified: name => write(qualifiedText(name)),
    type: type => write(typeText(type)),
    parameter: (source, type, hiddenFromPlanner) =>
      write({ kind: 'parameter', source, type, hiddenFromPlanner }),
    query: query => write({ kind: 'query', query }),
    list: (items, separator, each) =>
      items.forEach((item, index) => {
        if (index > 0) write(separator)
        each(item)
      }),
    permission: (content) => {
      write({ kind: 'permission', edge: 'start' })
      content()
      write({ kind: 'permission', edge: 'end' })
    },
    pieces,
  }
}
