import type { ArgumentValue, ObjectEntry, Selection } from '../document/types.ts'

/**
 * Arguments of a field or keys of an input object, each with the input field that says what it
 * means.
 */
export type Entries = readonly ObjectEntry[]

/** The arguments that a field was given, in the schema's order. */
export function argumentEntries(selection: Selection): Entries {
  return [...selection.field.arguments.values()].flatMap((field) => {
    const value = selection.arguments.get(field.name)
    return value ? [{ field, value }] : []
  })
}

/** The keys of an input object; none for null or absent. */
export function objectEntries(value: ArgumentValue | undefined): Entries {
  return value?.kind === 'object' ? value.entries : []
}

/** The items of a list; one value stands for a list of one. */
export function listItems(value: ArgumentValue | undefined): readonly ArgumentValue[] {
  return value?.kind === 'list' ? value.items : []
}

/**
 * A value by its name in either naming convention: `on_conflict` is also `onConflict`. Null counts
 * as absent.
 */
export function valueOf(entries: Entries, name: string): ArgumentValue | undefined {
  const camelCase = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
  const value = entries.find(({ field }) => field.name === name || field.name === camelCase)?.value
  return value?.kind === 'null' ? undefined : value
}
