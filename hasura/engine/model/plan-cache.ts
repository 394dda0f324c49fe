import { LRUCache } from 'lru-cache'
import { parseDocument, selectOperation } from '../document/parse.ts'
import { variableShape } from '../document/shape.ts'
import type { Operation } from '../document/types.ts'
import {
  prepareOperation,
  validateOperation,
  type PreparedOperation,
} from '../document/validate.ts'
import type { VariableUse } from '../document/variables.ts'
import type { PlanContext } from '../plan/context.ts'
import type { GraphQLRequest } from '../document/request.ts'
import type { RoleSchema } from '../schema/types.ts'

/** A plan and the operation that it was made from, to bind the variables' defaults. */
export interface CachedPlan<Plan> {
  readonly plan: Plan
  readonly prepared: PreparedOperation
}

/** Makes a plan of a checked operation. */
export type Planner<Plan> = (operation: Operation, context: PlanContext) => Plan

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
  readonly #plan: Planner<Plan>
  readonly #nullCollapse: boolean
  readonly #entries: LRUCache<string, Entry<Plan>>

  constructor(maxSize: number, nullCollapse: boolean, plan: Planner<Plan>) {
    this.#entries = new LRUCache({ maxSize, sizeCalculation })
    this.#nullCollapse = nullCollapse
    this.#plan = plan
  }

  /**
   * The plan of a request, from the cache or made now. Refused requests leave nothing behind.
   *
   * @throws EngineError of the document and plan stages
   */
  find(
    schema: RoleSchema,
    schemaKey: string,
    { query, variables, operationName }: GraphQLRequest,
  ): CachedPlan<Plan> {
    const key = `${schemaKey}\0${operationName ?? ''}\0${query}`
    const known = this.#entries.get(key)
    const entry = known ?? newEntry<Plan>(query, operationName)
    const shape = variableShape(variables, entry.prepared.definitions, entry.uses)
    const cached = entry.plans.get(shape)
    if (cached !== undefined) return { plan: cached, prepared: entry.prepared }

    const { operation, uses } = validateOperation(entry.prepared, variables, schema, {
      nullCollapse: this.#nullCollapse,
    })
    const plan = this.#plan(operation, { schema })
    if (mergeUses(entry.uses, uses) || entry.plans.size >= maxShapes) entry.plans.clear()
    const plannedShape = variableShape(variables, entry.prepared.definitions, entry.uses)
    if (plannedShape.length <= maxShape) entry.plans.set(plannedShape, plan)
    // Also when it is there already: it has grown.
    if (query.length <= maxDocument) this.#entries.set(key, entry)
    return { plan, prepared: entry.prepared }
  }

  /** Forgets everything: the metadata changed. */
  clear(): void {
    this.#entries.clear()
  }
}

function sizeCalculation<Plan>({ plans }: Entry<Plan>, key: string): number {
  const shapes = [...plans.keys()].reduce((sum, shape) => sum + shape.length, 0)
  return key.length * (treeBytes + planBytes * plans.size) + shapes * planBytes
}

function newEntry<Plan>(query: string, operationName: string | undefined): Entry<Plan> {
  const document = parseDocument(query)
  return {
    prepared: prepareOperation(document, selectOperation(document, operationName)),
    uses: new Map(),
    plans: new Map(),
  }
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
