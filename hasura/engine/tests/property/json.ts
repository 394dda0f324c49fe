import { rawNumber } from '../../json/json.ts'

type Revive = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/**
 * Keeps the digits of numbers: `1.50` is not `1.5`. A reviver of JSON.parse, whose third argument
 * TypeScript does not know yet.
 */
const revive: Revive = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source
    ? rawNumber(source)
    : value

/** The reviver in the form of the library's types. */
export const reviveExactly = revive as (key: string, value: unknown) => unknown

/** Parses JSON so that every number keeps its digits. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, reviveExactly) as unknown
}
