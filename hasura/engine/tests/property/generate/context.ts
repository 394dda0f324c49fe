import type { FragmentDefinitionNode, GraphQLSchema, ValueNode } from 'graphql'
import { numberText } from '../../../json/json.ts'
import type { Random } from '../random.ts'
import type { Spelling } from '../spelling.ts'
import type { Content, Row, WorldTable } from '../world.ts'
import {
  booleanNode,
  listNode,
  nullNode,
  numberNode,
  objectFieldNode,
  objectNode,
  stringNode,
} from './nodes.ts'

/** What one document is made with; the budget and the lists change while it grows. */
export interface GenerateContext {
  readonly schema: GraphQLSchema
  readonly random: Random
  readonly spelling: Spelling
  /** Tables by the name of their object type, in Hasura's own spelling. */
  readonly tables: ReadonlyMap<string, WorldTable>
  readonly pool: Pool
  /** Fields that are neither compared nor sorted by. */
  readonly incomparable: ReadonlySet<string>
  /** Fields of which neither `max` nor `min` is asked for. */
  readonly withoutMax: ReadonlySet<string>
  readonly fragments: FragmentDefinitionNode[]
  /** Fields that may still be selected. */
  budget: number
  names: number
}

/**
 * Values that are in the database, also those that the session may not see: those are what a leak
 * would show.
 */
export interface Pool {
  /** By the field's GraphQL name. */
  readonly values: ReadonlyMap<string, readonly unknown[]>
  /** Rows by type, as GraphQL names their fields. */
  readonly rows: ReadonlyMap<string, readonly Row[]>
}

/** Collects the values of a database. */
export function poolOf(content: Content, tables: readonly WorldTable[]): Pool {
  const values = new Map<string, unknown[]>()
  const rows = new Map<string, Row[]>()
  for (const { type, fields } of tables) {
    for (const row of content.get(type)?.values() ?? []) {
      const named = Object.fromEntries(
        [...fields].flatMap(([field, sql]) => {
          const column = /^t\."(.*)"$/.exec(sql)?.[1]
          return column === undefined ? [] : [[field, row[column]]]
        }),
      )
      rows.set(type, [...(rows.get(type) ?? []), named])
      for (const [field, value] of Object.entries(named)) {
        if (value !== null) values.set(field, [...(values.get(field) ?? []), value])
      }
    }
  }
  return { values, rows }
}

/** The fields that show a table's key, if the type has them all. */
export function keyFields(table: WorldTable): string[] {
  return table.key.flatMap(column =>
    [...table.fields].filter(([, sql]) => sql === `t."${column}"`).map(([field]) => field),
  )
}

/** A JSON value as GraphQL writes it. */
export function literalNode(value: unknown): ValueNode {
  if (value === null || value === undefined) return nullNode
  if (typeof value === 'string') return stringNode(value)
  if (typeof value === 'boolean') return booleanNode(value)
  const digits = numberText(value as never)
  if (digits !== undefined) return numberNode(digits)
  if (Array.isArray(value)) return listNode(value.map(literalNode))
  return objectNode(
    Object.entries(value)
      .filter(([name]) => /^[_A-Za-z]\w*$/.test(name))
      .map(([name, item]) => objectFieldNode(name, literalNode(item))),
  )
}
