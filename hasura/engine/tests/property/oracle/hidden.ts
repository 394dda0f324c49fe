import { keyFields } from '../generate/context.ts'
import { keyAlias, typeAlias } from '../generate/selection.ts'
import { changes } from '../changes.ts'
import type { Spelling } from '../spelling.ts'
import { quoted, type Content, type Row, type World } from '../world.ts'
import type { Oracle } from './visible.ts'

/** A row that an answer says it shows. */
interface Shown {
  readonly type: string
  readonly key: readonly unknown[]
}

/**
 * The rows in a mutation's answer that the session may see neither before nor after it, and that it
 * did not write. Asked while the mutation's work is still in the database.
 */
export async function hiddenRows(
  data: unknown,
  { client, tables, spelling }: World,
  { session, row }: Oracle,
  before: Content,
  after: Content,
): Promise<string[]> {
  const problems: string[] = []
  const written = new Set(changes(before, after).map(({ key }) => key))
  const isThere = (key: string) =>
    [before, after].some(content => [...content.values()].some(rows => rows.has(key)))
  for (const { type, key } of shownRows(
    data,
    new Map(tables.map(table => [table.type, keyFields(table).length])),
    spelling,
  )) {
    const table = tables.find(one => one.type === type)
    const text = JSON.stringify(key)
    // A row that is in neither content came and went within the mutation.
    if (!table || row(type, text) || written.has(text) || !isThere(text)) continue
    const visible = (session.visibleIn?.(after) ?? session.visible)[type] ?? 'false'
    const { rowCount } = await client.query(
      `select from ${table.sql} t where (${visible}) and jsonb_build_array(${table.key.map(column => `t.${quoted(column)}`).join()}) = $1::jsonb`,
      [text],
    )
    if (rowCount === 0) problems.push(`LEAK: the mutation shows ${type} ${text}`)
  }
  return problems
}

/** Every object of an answer that says its type and key; `sizes`: parts of the key by type. */
function shownRows(
  value: unknown,
  sizes: ReadonlyMap<string, number>,
  spelling: Spelling,
): Shown[] {
  if (typeof value !== 'object' || value === null) return []
  const below = Object.values(value).flatMap(item => shownRows(item, sizes, spelling))
  const name = (value as Row)[typeAlias]
  const type = typeof name === 'string' ? spelling.plainType(name) : ''
  const size = sizes.get(type)
  if (size === undefined) return below
  return [
    { type, key: Array.from({ length: size }, (_, index) => (value as Row)[keyAlias(index)]) },
    ...below,
  ]
}
