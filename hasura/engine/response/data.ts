import type { TextRow } from '../execute/types.ts'
import type { ResponseTemplate } from '../translate/types.ts'

/**
 * A JSON text in pieces, one after the other. They are joined only where one text is needed: an
 * answer is mostly the text of a database column, and each copy of it would be garbage for the
 * heap.
 */
export type TextPieces = readonly string[]

/** Constant text and a row's JSON columns: the JSON of `data`; nothing is parsed. */
export function dataPieces(template: ResponseTemplate, row: TextRow): TextPieces {
  return template.map(part => (typeof part === 'string' ? part : (row[part] ?? 'null')))
}

/** The body of a response without errors. */
export function responseBody(data: TextPieces): TextPieces {
  return ['{"data":', ...data, '}']
}

/** The JSON of `data` as one text. */
export function dataText(template: ResponseTemplate, row: TextRow): string {
  return dataPieces(template, row).join('')
}
