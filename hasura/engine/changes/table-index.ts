import type { Notification } from './row-keys.ts'
import type { Change, KeyedTable } from './types.ts'
import type { WatchedTable } from './watched-tables.ts'

/** The tables that one watcher hears of: those whose rows come with keys, and others. */
export type TableIndex = ReadonlyMap<string, KeyedTable | 'without keys'>

/**
 * What lies below watched tables, by oid. One of them that does not show the rows one by one makes
 * their keys useless.
 */
export function tableIndex(watched: readonly WatchedTable[]): TableIndex {
  const seen = Map.groupBy(
    watched.flatMap(({ table, below }) =>
      below.map(({ oid, shown, join }) => ({
        oid,
        seenAs: shown && { table, columns: shown, join },
      })),
    ),
    ({ oid }) => oid,
  )
  return new Map(
    [...seen].map(([oid, places]): [string, KeyedTable | 'without keys'] => {
      const seenAs = places.flatMap(place => place.seenAs ?? [])
      return [oid, seenAs.length < places.length ? 'without keys' : { oid, seenAs }]
    }),
  )
}

/** The change that a notification means to a watcher; undefined for a table that it does not watch. */
export function changeOf({ oid, images }: Notification, heard: TableIndex): Change | undefined {
  const table = heard.get(oid)
  if (!table) return undefined
  if (table === 'without keys' || !images) return { kind: 'anything' }
  const needed = table.seenAs.flatMap(({ columns, join }) =>
    [...columns.values(), ...(join ? [join.key] : [])].map(({ name }) => name),
  )
  return images.every(image => needed.every(name => Object.hasOwn(image, name)))
    ? { kind: 'rows', table, images }
    : { kind: 'anything' }
}
