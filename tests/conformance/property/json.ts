import { rawNumber } from '../../../hasura/engine/document/json.ts'

type Parse = (text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown) => unknown

/** Parses JSON so that every number keeps its digits: `1.50` is not `1.5`. */
export function parseExactly(text: string): unknown {
  return (JSON.parse as Parse)(text, (_key, value, { source }) => typeof value === 'number' && source !== undefined && String(value) !== source ? rawNumber(source) : value)
}
