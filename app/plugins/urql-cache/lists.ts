import type { Cache, Entity } from '@urql/exchange-graphcache'
import { fits } from './where'

/** A row that a write made, changed or took away. */
export interface ChangedRow {
  table: string
  id: string
  gone: boolean
}

/** Where lists of the table hang: a field of the root, or of the row that owns them. */
export interface ListPlace {
  entity: Entity
  field: string
}

/**
 * Brings every cached list in line with one changed row: it joins the lists whose condition it
 * meets and leaves the others. A list whose condition cannot be judged here stays as it is until
 * the page asks again.
 */
export function updateLists(cache: Cache, row: ChangedRow, places: ListPlace[]): void {
  const key = `${row.table}:${row.id}`
  for (const { entity, field } of places) {
    changeLists(cache, entity, field, (keys, where) => {
      const verdict = row.gone ? 'no' : fits(where, column => cache.resolve(key, column))
      if (verdict === 'unknown') return keys
      const others = keys.filter(item => item !== key)
      if (verdict === 'no') return others
      return others.length < keys.length ? keys : [...keys, key]
    })
  }
}

/** Rewrites the keys of every cached list of a field. */
export function changeLists(
  cache: Cache,
  entity: Entity,
  field: string,
  change: (keys: string[], where: unknown) => string[],
): void {
  for (const { fieldName, arguments: args } of cache.inspectFields(entity)) {
    if (fieldName !== field) continue
    const keys = cache.resolve(entity, field, args ?? undefined)
    if (!Array.isArray(keys)) continue
    const next = change(keys as string[], args?.where)
    if (next.length !== keys.length) cache.link(entity, field, args ?? undefined, next)
  }
}
