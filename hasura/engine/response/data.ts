import type { TextRow } from '../execute/types.ts'
import type { ResponseTemplate } from '../translate/types.ts'

/** Joins constant text and a row's JSON columns to the JSON of `data`; nothing is parsed. */
export function dataText(template: ResponseTemplate, row: TextRow): string {
  let text = ''
  for (const part of template) text += typeof part === 'string' ? part : row[part] ?? 'null'
  return text
}
