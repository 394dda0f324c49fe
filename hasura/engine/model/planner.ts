import type { Operation, Selection } from '../document/types.ts'
import { EngineError } from '../errors.ts'
import type { PlanContext } from '../plan/context.ts'
import { planMutation } from '../plan/write/mutation.ts'
import { planQuery } from '../plan/read/query.ts'
import { planStream } from '../plan/read/stream.ts'
import type { Value } from '../plan/types.ts'
import { touchedTables } from '../invalidation/touched.ts'
import type { Touched } from '../invalidation/types.ts'
import type { MutationProgram } from '../translate/write/types.ts'
import { translateMutation } from '../translate/write/mutation.ts'
import { translateLiveQuery, translateQuery } from '../translate/query.ts'
import { translateStream } from '../translate/stream.ts'
import type { MultiplexedStatement, Statement } from '../translate/types.ts'

/** All that is decided before a request's values are known. */
export type Planned =
  | { readonly kind: 'query', readonly statement: Statement }
  | { readonly kind: 'mutation', readonly program: MutationProgram }
  | { readonly kind: 'live', readonly statement: MultiplexedStatement, readonly touched: Touched }
  | {
    readonly kind: 'stream'
    readonly statement: MultiplexedStatement
    readonly touched: Touched
    readonly initial: Value
    readonly cursorIndex: number
  }

/**
 * Operation → plan → SQL. Pure.
 *
 * @throws EngineError where arguments do not go together
 */
export function planOperation(operation: Operation, context: PlanContext): Planned {
  switch (operation.type) {
    case 'query':
      return { kind: 'query', statement: translateQuery(planQuery(operation, context)) }
    case 'mutation':
      return { kind: 'mutation', program: translateMutation(planMutation(operation, context)) }
    case 'subscription':
      return planSubscription(operation, context)
  }
}

function planSubscription(operation: Operation, context: PlanContext): Planned {
  const selection = onlySelection(operation)
  const { annotation } = selection.field
  if (annotation.kind !== 'selectStreamRoot') {
    const plan = planQuery(operation, context)
    return { kind: 'live', statement: translateLiveQuery(plan), touched: touchedTables(plan) }
  }
  const plan = planStream(selection, annotation, context)
  const statement = translateStream(plan)
  const cursorIndex = statement.parameters.findIndex(({ key }) => key === plan.cursorValue.key)
  return {
    kind: 'stream',
    statement,
    touched: touchedTables(plan),
    initial: plan.cursor.initial,
    cursorIndex,
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
