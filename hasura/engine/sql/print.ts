import { quoteName, typeText } from './names.ts'
import { printDelete, printInsert, printUpdate } from './print-change.ts'
import { printSelect, printUnion } from './print-query.ts'
import type { ParameterSource, ParameterStyle, PrintedSql, SqlQuery } from './types.ts'
import { sqlWriter, type ParameterPiece, type SqlPiece, type SqlWriter } from './writer.ts'

/** Prints a tree. The same tree always gives the same text. */
export function printSql(
  query: SqlQuery,
  style: ParameterStyle = { kind: 'numbered' },
): PrintedSql {
  const texts: string[] = []
  const parameters: ParameterSource[] = []
  const numbers = new Map<string, number>()
  const starts: number[] = []
  const permissionRanges: (readonly [number, number])[] = []
  let length = 0
  const add = (text: string): void => {
    texts.push(text)
    length += text.length
  }
  const addParameter = (piece: ParameterPiece): void => {
    const key = `${piece.source.key} ${typeText(piece.type)}`
    const index = numbers.get(key) ?? parameters.push(piece.source) - 1
    numbers.set(key, index)
    add(parameterText(piece, index, style))
  }
  const addPiece = (piece: SqlPiece): void => {
    if (typeof piece === 'string') return add(piece)
    switch (piece.kind) {
      case 'parameter':
        return addParameter(piece)
      case 'query':
        return piecesOf(piece.query).forEach(addPiece)
      case 'permission':
        if (piece.edge === 'start') starts.push(length)
        else permissionRanges.push([starts.pop() ?? 0, length])
    }
  }
  piecesOf(query).forEach(addPiece)
  return { text: texts.join(''), parameters, permissionRanges }
}

function parameterText(
  { type, hiddenFromPlanner }: ParameterPiece,
  index: number,
  style: ParameterStyle,
): string {
  if (style.kind === 'json')
    return `(${quoteName(style.table)}.${quoteName(style.column)} ->> ${index})::${typeText(type)}`
  const numbered = `$${index + 1}::${typeText(type)}`
  return hiddenFromPlanner ? `(SELECT ${numbered})` : numbered
}

/** A query's own text; the queries inside of it are pieces. */
function piecesOf(query: SqlQuery): readonly SqlPiece[] {
  const writer = sqlWriter()
  printQuery(query, writer)
  return writer.pieces
}

function printQuery(query: SqlQuery, to: SqlWriter): void {
  switch (query.kind) {
    case 'select':
      return printSelect(query, to)
    case 'union':
      return printUnion(query, to)
    case 'insert':
      return printInsert(query, to)
    case 'update':
      return printUpdate(query, to)
    case 'delete':
      return printDelete(query, to)
  }
}
