import { nameKey, type NameKey, type QualifiedName } from '../catalog/types.ts'
import type { Touched } from './types.ts'

/**
 * Finds the tables that a plan reads, permission filters included. The plan is plain data in which every table and every
 * function call is a node of that kind, so a walk over all of it cannot miss one. What a function reads is unknown.
 */
export function touchedTables(plan: object): Touched {
  const tables = new Set<NameKey>()
  const open: unknown[] = [plan]
  const seen = new Set<unknown>()
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    const { kind, table } = node as { kind?: unknown, table?: unknown }
    if (kind === 'function') return { kind: 'unknown' }
    if (kind === 'table') tables.add(nameKey(table as QualifiedName))
    open.push(...Object.values(node))
  }
  return { kind: 'tables', tables: [...tables].sort() }
}
