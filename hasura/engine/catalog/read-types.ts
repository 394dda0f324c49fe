import type { PgType } from './types.ts'

/** A row of `typesQuery`. */
export interface TypeRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly kind: 'b' | 'c' | 'd' | 'e' | 'p' | 'r' | 'm'
  readonly element: string | null
  readonly base: string | null
}

const kinds = { b: 'base', c: 'composite', e: 'enum', p: 'pseudo', r: 'range', m: 'range' } as const

/** Looks types up by object id. */
export interface TypeLookup {
  (oid: string): PgType
}

/**
 * Makes the look-up that turns an object id into a type: a domain becomes its base type, an array
 * its element with `array: true`.
 *
 * @throws Error for an object id that the rows do not hold; it cannot be a column's type then
 */
export function typeLookup(rows: readonly TypeRow[]): TypeLookup {
  const byOid = new Map(rows.map(row => [row.oid, row]))
  const withoutDomain = (oid: string): TypeRow => {
    const row = byOid.get(oid)
    if (!row) throw new Error(`The type with object id ${oid} is not in the catalog.`)
    return row.base === null ? row : withoutDomain(row.base)
  }
  return (oid) => {
    const row = withoutDomain(oid)
    const array = row.element !== null && row.element !== '0'
    const { schema, name, kind } = array ? withoutDomain(row.element) : row
    return { schema, name, kind: kinds[kind as keyof typeof kinds], array }
  }
}
