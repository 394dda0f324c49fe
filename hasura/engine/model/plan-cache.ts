import { LRUCache } from 'lru-cache'
import type { GraphQLRequest } from '../document/request.ts'
import { variableShape } from '../document/shape.ts'
import type { PreparedOperation } from '../document/validate.ts'
import type { VariableUse } from '../document/variables.ts'
import type { Session } from '../session/types.ts'

/** A plan depends on the schema that the session sees, and on the request. */
export interface PlanKey {
  readonly session: Pick<Session, 'role' | 'backendOnly'>
  readonly request: GraphQLRequest
}

/** A document's operation, and its plan for variables of one shape. */
export interface CachedPlan<Plan> {
  readonly prepared: PreparedOperation
  readonly plan: Plan | undefined
}

/** A plan that was made, and the parts of the variables that decided it. */
export interface NewPlan<Plan> {
  readonly prepared: PreparedOperation
  readonly uses: ReadonlyMap<string, VariableUse>
  readonly plan: Plan
}

interface Entry<Plan> {
  readonly prepared: PreparedOperation
  /** The parts of the variables that decided a plan so far. */
  readonly uses: Map<string, VariableUse>
  /** By shape of those parts. */
  readonly plans: Map<string, Plan>
}

/**
 * Longer documents are planned at each request: a cache of them would be large and rarely hit.
 * Characters.
 */
const maxDocument = 100_000
/** Shapes kept for one document, before it starts anew. */
const maxShapes = 200
/**
 * A plan grows with the shape of its variables: bulk inserts are planned at each request.
 * Characters.
 */
const maxShape = 10_000
/**
 * What a syntax tree, and what a plan, takes for each character of the document or shape, measured.
 * Bytes.
 */
const treeBytes = 60
const planBytes = 80

/**
 * Plans by document, operation name and role, then by shape of the variables: equal shapes have the
 * same statement and differ only in its parameters. The least recently used documents make room
 * when their estimated size is over `maxSize` bytes.
 */
export class PlanCache<Plan> {
  readonly #entries: LRUCache<string, Entry<Plan>>

  constructor(maxSize: number) {
    this.#entries = new LRUCache({ maxSize, sizeCalculation })
  }

  get(key: PlanKey): CachedPlan<Plan> | undefined {
    const entry = this.#entries.get(keyText(key))
    return entry && { prepared: entry.prepared, plan: entry.plans.get(shapeOf(key, entry)) }
  }

  set(key: PlanKey, { prepared, uses, plan }: NewPlan<Plan>): void {
    if (key.request.query.length > maxDocument) return
    const text = keyText(key)
    const entry = this.#entries.peek(text) ?? { prepared, uses: new Map(), plans: new Map() }
    if (mergeUses(entry.uses, uses) || entry.plans.size >= maxShapes) entry.plans.clear()
    const shape = shapeOf(key, entry)
    if (shape.length <= maxShape) entry.plans.set(shape, plan)
    // Also when it is there already: it has grown.
    this.#entries.set(text, entry)
  }

  /** Forgets everything: the metadata changed. */
  clear(): void {
    this.#entries.clear()
  }
}

function keyText({ session, request: { query, operationName } }: PlanKey): string {
  return `${session.backendOnly}:${session.role}\0${operationName ?? ''}\0${query}`
}

function shapeOf<Plan>({ request }: PlanKey, { prepared, uses }: Entry<Plan>): string {
  return variableShape(request.variables, prepared.definitions, uses)
}

function sizeCalculation<Plan>({ plans }: Entry<Plan>, key: string): number {
  const shapes = [...plans.keys()].reduce((sum, shape) => sum + shape.length, 0)
  return key.length * (treeBytes + planBytes * plans.size) + shapes * planBytes
}

/**
 * Adds to what is known to decide plans; true when something was new, so that older shapes say too
 * little.
 */
function mergeUses(
  known: Map<string, VariableUse>,
  found: ReadonlyMap<string, VariableUse>,
): boolean {
  let grew = false
  for (const [name, use] of found) {
    const merged = known.get(name)
    if (!merged) {
      known.set(name, { types: new Set(use.types), static: use.static })
      grew = true
      continue
    }
    const before = merged.types.size
    for (const type of use.types) merged.types.add(type)
    if (merged.types.size > before || (use.static && !merged.static)) grew = true
    merged.static ||= use.static
  }
  return grew
}
