import { nameKey, type QualifiedName } from '../catalog/types.ts'
import { conjuncts } from '../plan/rewrite/conjuncts.ts'
import { namesRoot, someNode } from '../plan/some-node.ts'
import type { BoolExp, ColumnPair, Relation, RowSet, RowSource } from '../plan/types.ts'
import type { TableRead, Touched } from './types.ts'

/**
 * The row in whose sight others are read: related rows count only for rows of this table that
 * satisfy this condition.
 */
interface Outer {
  readonly table: QualifiedName
  readonly condition: BoolExp
}

/** A node of a plan that reads rows of a table. */
interface Reader {
  readonly table: QualifiedName
  /** Join with the row at hand. */
  readonly mapping: readonly ColumnPair[]
  readonly filters: readonly BoolExp[]
  /** All else in it, which speaks of those rows. */
  readonly rest: readonly unknown[]
}

/**
 * Finds every place where a plan reads a table, permission filters included. The plan is plain data
 * in which every table and every function call is a node of that kind, so a walk over all of it
 * cannot miss one; a table in a place that is not known counts as read without a condition. What a
 * function reads is unknown.
 */
export function touchedTables(plan: object): Touched {
  const reads = new Map<string, TableRead>()
  const found = (table: QualifiedName, condition: BoolExp): true => {
    reads.set(JSON.stringify([table, condition]), { table, condition })
    return true
  }
  const walk = (node: unknown, outer: Outer | undefined): boolean => {
    if (typeof node !== 'object' || node === null) return true
    if (Array.isArray(node)) return node.every(item => walk(item, outer))
    const { kind, table } = node as { kind?: unknown, table?: unknown }
    if (kind === 'function') return false
    if (kind === 'table') return found(table as QualifiedName, all([]))
    const reader = readerOf(node)
    if (!reader)
      return Object.values(node).every(value => walk(value, 'source' in node ? undefined : outer))
    const { condition, asked, inSight } = placeOf(reader, outer)
    const inner = { table: reader.table, condition }
    found(reader.table, condition)
    return (
      asked.every(part => walk(part, inSight ? inner : undefined))
      && reader.rest.every(value => walk(value, inner))
    )
  }
  if (!walk(plan, undefined)) return { kind: 'unknown' }
  return {
    kind: 'tables',
    tables: [...new Set([...reads.values()].map(read => nameKey(read.table)))].sort(),
    reads: [...reads.values()],
  }
}

/**
 * The fields by which plans say what they read: of a selection, of an EXISTS, aggregate or sort
 * key, of a union.
 */
interface Fields {
  readonly kind?: string
  readonly rows?: Partial<RowSet>
  readonly relation?: Relation
  readonly permission?: BoolExp
  readonly where?: BoolExp
  readonly source?: RowSource
  readonly operands?: readonly BoolExp[]
}

function readerOf(node: Fields): Reader | undefined {
  const { rows, relation, permission, where, source, operands, ...others } = node
  if (rows?.source?.kind === 'table' && rows.permission && rows.mapping) {
    const filters = [rows.remaining ?? rows.permission, rows.where].filter(
      filter => filter !== undefined,
    )
    return {
      table: rows.source.table,
      mapping: rows.mapping,
      filters,
      rest: [Object.values(others), rows.distinctOn, rows.orderBy],
    }
  }
  if (relation?.source.kind === 'table') {
    const filters = [permission, where].filter(filter => filter !== undefined)
    return {
      table: relation.source.table,
      mapping: relation.mapping,
      filters,
      rest: Object.values(others),
    }
  }
  if (others.kind === 'union' && source?.kind === 'table' && operands)
    return { table: source.table, mapping: [], filters: [{ kind: 'or', operands }], rest: [] }
  return undefined
}

/**
 * What a place says about its rows. Conditions that ask about other rows are part of it, and what
 * they ask is looked at by itself; unless a comparison with the session already chooses the rows:
 * then the other rows are looked at in the sight of these, and must not choose them too. See Note
 * [Affected cohorts].
 */
function placeOf(
  { mapping, filters }: Reader,
  outer: Outer | undefined,
): {
  condition: BoolExp
  asked: readonly BoolExp[]
  inSight: boolean
} {
  const parts = filters.flatMap(conjuncts)
  const asked = parts.filter(asksOthers)
  const plain = parts.filter(part => !asksOthers(part))
  const inSight = plain.some(comparesSession)
  const own = (inSight ? plain : parts).filter(part => !namesRoot(part))
  const isChosen = own.some(dependsOnCaller) || outer === undefined || mapping.length === 0
  return { condition: all(isChosen ? own : [...own, seenFrom(outer, mapping)]), asked, inSight }
}

/** "A row of the outer table that matters is joined with this row." */
function seenFrom({ table, condition }: Outer, mapping: readonly ColumnPair[]): BoolExp {
  const inverse = mapping.map(({ local, remote }) => ({ local: remote, remote: local }))
  return {
    kind: 'exists',
    relation: { source: { kind: 'table', table }, mapping: inverse },
    permission: undefined,
    where: condition,
  }
}

function asksOthers(part: BoolExp): boolean {
  return someNode(part, node => node.kind === 'table')
}

function comparesSession(part: BoolExp): boolean {
  return (
    part.kind === 'compare'
    && part.left.kind === 'column'
    && (part.operator === '_eq' || part.operator === '_in')
    && part.right.kind === 'value'
    && part.right.value.kind === 'session'
  )
}

/** Whether a condition can differ between two cohorts of a statement. */
function dependsOnCaller(part: BoolExp): boolean {
  return someNode(
    part,
    node => node.kind === 'session' || node.kind === 'input' || node.kind === 'runtime',
  )
}

function all(operands: readonly BoolExp[]): BoolExp {
  return { kind: 'and', operands }
}
