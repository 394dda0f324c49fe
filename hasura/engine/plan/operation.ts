import type { Operation, Selection } from '../document/types.ts'
import { EngineError } from '../errors.ts'
import type { PlanContext } from './context.ts'
import { planQuery } from './read/query.ts'
import { planStream } from './read/stream.ts'
import type { QueryPlan, StreamPlan } from './types.ts'
import { planMutation } from './write/mutation.ts'
import type { MutationPlan } from './write/types.ts'

/** The plan of an operation; a live query is a query that is read repeatedly. */
export type OperationPlan =
  | QueryPlan
  | MutationPlan
  | { readonly kind: 'live', readonly query: QueryPlan }
  | StreamPlan

/**
 * The plan of a checked operation.
 *
 * @throws EngineError where arguments do not go together
 */
export function planOperation(operation: Operation, context: PlanContext): OperationPlan {
  switch (operation.type) {
    case 'query':
      return planQuery(operation, context)
    case 'mutation':
      return planMutation(operation, context)
    case 'subscription': {
      const selection = onlySelection(operation)
      const { annotation } = selection.field
      return annotation.kind === 'selectStreamRoot'
        ? planStream(selection, annotation, context)
        : { kind: 'live', query: planQuery(operation, context) }
    }
  }
}

/**
 * The one root field of a subscription; a customised source's namespace counts as what it holds.
 */
function onlySelection(operation: Operation): Selection {
  let selections = operation.selections
  if (selections[0]?.field.annotation.kind === 'namespace' && selections.length === 1)
    selections = selections[0].selections ?? []
  const [only] = selections
  if (selections.length !== 1 || !only)
    throw new EngineError('validation-failed', 'subscriptions must select one top level field')
  return only
}
