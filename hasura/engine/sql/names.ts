import type { QualifiedName, SqlType } from './types.ts'

const systemSchema = 'pg_catalog'
const plainName = /^[a-z_][a-z0-9_]*$/

/** A name as SQL writes it, always in quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** System names need no quotes and cannot be shadowed when they carry their schema. */
export function qualifiedText({ schema, name }: QualifiedName): string {
  return schema === systemSchema && plainName.test(name)
    ? `${schema}.${name}`
    : `${quoteName(schema)}.${quoteName(name)}`
}

/** A type's name: `pg_catalog.int4[]`. */
export function typeText(type: SqlType): string {
  return type.array ? `${qualifiedText(type)}[]` : qualifiedText(type)
}
