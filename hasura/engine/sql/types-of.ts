import type { SqlType } from './types.ts'

/** A built-in type by its catalogue name. */
export function builtin(name: string): SqlType {
  return { schema: 'pg_catalog', name, array: false }
}

/** An array of a type. */
export function arrayOf(type: SqlType): SqlType {
  return { schema: type.schema, name: type.name, array: true }
}
