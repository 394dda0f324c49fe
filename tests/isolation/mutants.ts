// Every way to weaken metadata by one step, so that a proof of isolation can show that it would
// notice.
import {
  tableName,
  type Json,
  type MetadataDocument,
  type Operation,
  type Predicate,
} from '../../hasura/permissions/model.ts'

/** Metadata with one permission weakened. */
export interface Mutant {
  readonly role: string
  readonly table: string
  readonly operation: Operation
  /** `update of tasks by member: without check.goal.members.role`. */
  readonly description: string
  /** What of the permission is weaker. */
  readonly part: 'rows' | 'columns' | 'limit'
  readonly metadata: MetadataDocument
}

type Path = readonly (string | number)[]

/**
 * All mutants: each clause of each filter and check removed, each check removed whole, each preset
 * turned into a column that clients may write, each ungranted column granted, each row limit
 * removed.
 *
 * @param columnsOf the columns of a tracked table, by the name that reports use
 */
export function mutantsOf(
  metadata: MetadataDocument,
  columnsOf: (table: string) => readonly string[],
): Mutant[] {
  return metadata.sources.flatMap((source, sourceIndex) =>
    source.tables.flatMap((table, tableIndex) =>
      (['select', 'insert', 'update', 'delete'] as const).flatMap(operation =>
        (table[`${operation}_permissions`] ?? []).flatMap(({ role, permission }, index) => {
          const name = tableName(table.table)
          const path: Path = [
            'sources',
            sourceIndex,
            'tables',
            tableIndex,
            `${operation}_permissions`,
            index,
            'permission',
          ]
          return weakenings(permission, columnsOf(name)).map(({ part, what, apply }): Mutant => ({
            role,
            table: name,
            operation,
            part,
            description: `${operation} of ${name} by ${role}: ${what}`,
            metadata: edit(metadata, path, apply),
          }))
        }),
      ),
    ),
  )
}

interface Weakening {
  readonly part: Mutant['part']
  readonly what: string
  readonly apply: (permission: Record<string, Json>) => void
}

function weakenings(permission: Record<string, Json>, columns: readonly string[]): Weakening[] {
  return [
    ...(['filter', 'check'] as const).flatMap(part =>
      clausePaths(permission[part] ?? {}).map(path => ({
        part: 'rows' as const,
        what: `without ${part}.${path.join('.')}`,
        apply: (copy: Record<string, Json>) => remove(copy[part], path),
      })),
    ),
    ...Object.keys(permission.set ?? {}).map(column => ({
      part: 'columns' as const,
      what: `without the preset of ${column}`,
      apply: (copy: Record<string, Json>) => {
        Reflect.deleteProperty(copy.set as object, column)
        copy.columns = [...(copy.columns as string[]), column]
      },
    })),
    ...(Array.isArray(permission.columns) ? columns : [])
      .filter(
        column =>
          !(permission.columns as string[]).includes(column)
          && !(column in ((permission.set as object) ?? {})),
      )
      .map(column => ({
        part: 'columns' as const,
        what: `with column ${column}`,
        apply: (copy: Record<string, Json>) => {
          copy.columns = [...(copy.columns as string[]), column]
        },
      })),
    ...(permission.limit === undefined
      ? []
      : [
          {
            part: 'limit' as const,
            what: 'without the row limit',
            apply: (copy: Record<string, Json>) => {
              Reflect.deleteProperty(copy, 'limit')
            },
          },
        ]),
  ]
}

/**
 * Paths of everything that can be taken out of a predicate: keys at every depth, and the parts of
 * `_and`. Arms of `_or` are not: without one a filter is stricter.
 */
function clausePaths(predicate: Json, path: Path = []): Path[] {
  if (Array.isArray(predicate))
    return predicate.flatMap((part, index) => [
      ...(predicate.length > 1 ? [[...path, index]] : []),
      ...clausePaths(part, [...path, index]),
    ])
  if (typeof predicate !== 'object' || predicate === null) return []
  return Object.entries(predicate as Predicate).flatMap(([key, value]) => {
    if (key === '_table') return []
    if (key === '_where') return clausePaths(value, [...path, key])
    if (key === '_or')
      return [
        [...path, key],
        ...(value as Json[]).flatMap((arm, index) => conjuncts(arm, [...path, key, index])),
      ]
    if (/^_/.test(key) && key !== '_and' && key !== '_exists') return []
    return [[...path, key], ...clausePaths(value, [...path, key])]
  })
}

/**
 * Within an arm of `_or` only a clause of several can go: an arm without any would be true. That
 * mutant is the removal of the whole `_or`.
 */
function conjuncts(arm: Json, path: Path): Path[] {
  return clausePaths(arm, path).filter(
    found => found.length > path.length + 1 || Object.keys(arm as object).length > 1,
  )
}

function remove(target: Json | undefined, path: Path): void {
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], target)
  const last = path.at(-1)!
  if (Array.isArray(holder)) holder.splice(last as number, 1)
  else Reflect.deleteProperty(holder as object, last)
}

/** A copy of the metadata in which the permission at the path is another; it shares all the rest. */
function edit(
  metadata: MetadataDocument,
  path: Path,
  apply: (permission: Record<string, Json>) => void,
): MetadataDocument {
  const copied = (value: unknown, [key, ...rest]: Path): unknown => {
    if (key === undefined) {
      const permission = structuredClone(value as Record<string, Json>)
      apply(permission)
      return permission
    }
    if (Array.isArray(value)) return value.with(key as number, copied(value[key as number], rest))
    return { ...(value as object), [key]: copied((value as Record<string, unknown>)[key], rest) }
  }
  return copied(metadata, path) as MetadataDocument
}
