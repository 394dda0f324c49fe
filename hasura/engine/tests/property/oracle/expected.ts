import {
  getNamedType,
  isInputObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type ValueNode,
} from 'graphql'
import { same } from '../content.ts'
import { jsonOf } from '../variables.ts'
import { literal, quoted, type Row, type WorldRelationship, type WorldTable } from '../world.ts'
import { argumentOf } from './fields.ts'
import { orderSql } from './order.ts'
import type { FoundRow, Oracle } from './visible.ts'
import { whereSql } from './where.ts'

/** The rows that a field must give. */
export interface Expected {
  readonly rows: readonly Row[]
  /**
   * `sequence`: these in this order; `set`: these in any order; `size`: as many, of those that fit.
   */
  readonly exact: 'sequence' | 'set' | 'size'
}

/** Where rows hang on a parent. */
export interface Hook {
  readonly relationship: WorldRelationship
  readonly parent: Row
}

/**
 * The rows of a list or aggregate of a table; undefined where they are not predicted. `limit`: the
 * role's.
 */
export async function expectedRows(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  table: WorldTable,
  hook: Hook | undefined,
  limit: number | undefined,
  oracle: Oracle,
): Promise<Expected | undefined> {
  const whereType = getNamedType(field.args.find(argument => argument.name === 'where')?.type)
  const where = argumentOf(node, 'where', oracle.spelling)
  const columns = argumentOf(node, 'distinct_on', oracle.spelling)
  const found = await oracle.find(table, (alias) => {
    const { keys, total } = orderSql(
      argumentOf(node, 'order_by', oracle.spelling),
      table,
      alias,
      oracle,
    )
    return {
      where:
        where && isInputObjectType(whereType)
          ? whereSql(where, whereType, table, alias, oracle)
          : 'true',
      order: keys,
      total,
      distinct: namesOf(columns),
    }
  })
  if (!found) return undefined
  const joined = found.rows.filter(({ row }) => !hook || isRelated(hook, row))
  const distinct = (columns ? firstOfEach(joined) : joined).map(({ row }) => row)
  const given = countOf(argumentOf(node, 'limit', oracle.spelling))
  const smallest = Math.min(given ?? Infinity, limit ?? Infinity)
  const offset = Math.max(0, countOf(argumentOf(node, 'offset', oracle.spelling)) ?? 0)
  const rows = distinct.slice(offset, offset + smallest)
  if (found.total) return { rows, exact: 'sequence' }
  return { rows, exact: rows.length === joined.length ? 'set' : 'size' }
}

/** The one row with the key that the arguments give, or none. */
export async function expectedByKey(
  node: FieldNode,
  table: WorldTable,
  oracle: Oracle,
): Promise<Expected | undefined> {
  const found = await oracle.find(table, alias => ({
    where: (node.arguments ?? [])
      .map(
        argument =>
          `${alias}.${quoted(argument.name.value)} = ${literal(String(jsonText(argument.value)))}`,
      )
      .join(' and '),
    order: [],
    total: true,
    distinct: [],
  }))
  return found && { rows: found.rows.map(({ row }) => row), exact: 'sequence' }
}

/** The related row, if it may be seen. */
export async function expectedOne(
  table: WorldTable,
  hook: Hook,
  oracle: Oracle,
): Promise<Expected | undefined> {
  const found = await oracle.find(table, () => ({
    where: 'true',
    order: [],
    total: true,
    distinct: [],
  }))
  return (
    found && {
      rows: found.rows
        .map(({ row }) => row)
        .filter(row => isRelated(hook, row))
        .slice(0, 1),
      exact: 'sequence',
    }
  )
}

function isRelated({ relationship, parent }: Hook, row: Row): boolean {
  return relationship.on.every(
    ({ local, remote }) =>
      parent[`raw:${local}`] !== null && same(parent[`raw:${local}`], row[`raw:${remote}`]),
  )
}

/** The columns of `distinct_on`, given as a list or alone. */
function namesOf(columns: ValueNode | undefined): string[] {
  if (!columns) return []
  return (columns.kind === Kind.LIST ? columns.values : [columns]).map(value =>
    String(jsonOf(value)),
  )
}

function firstOfEach(rows: readonly FoundRow[]): readonly FoundRow[] {
  const seen = new Set<string>()
  return rows.filter(({ group }) => !seen.has(group) && seen.add(group))
}

function countOf(value: ValueNode | undefined): number | undefined {
  return value && Number(jsonText(value))
}

function jsonText(value: ValueNode): unknown {
  const json = jsonOf(value)
  return typeof json === 'object' ? JSON.stringify(json) : json
}
