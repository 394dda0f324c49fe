import type { OperationPlan } from '../plan/operation.ts'
import type { Value } from '../plan/types.ts'
import { translateLiveQuery, translateQuery } from './query.ts'
import { translateStream } from './stream.ts'
import type { MultiplexedStatement, Statement } from './types.ts'
import { translateMutation } from './write/mutation.ts'
import type { MutationProgram } from './write/types.ts'

/** The statements of an operation: all that is decided before its values are known. */
export type Program =
  | { readonly kind: 'query', readonly statement: Statement }
  | MutationProgram
  | { readonly kind: 'live', readonly statement: MultiplexedStatement }
  | {
    readonly kind: 'stream'
    readonly statement: MultiplexedStatement
    /** Where the cursor begins, and which of the statement's parameters it is. */
    readonly cursor: { readonly initial: Value, readonly index: number }
  }

/** A plan as SQL. */
export function translateOperation(plan: OperationPlan): Program {
  switch (plan.kind) {
    case 'query':
      return { kind: 'query', statement: translateQuery(plan) }
    case 'mutation':
      return translateMutation(plan)
    case 'live':
      return { kind: 'live', statement: translateLiveQuery(plan.query) }
    case 'stream': {
      const statement = translateStream(plan)
      const index = statement.parameters.findIndex(({ key }) => key === plan.cursorValue.key)
      return { kind: 'stream', statement, cursor: { initial: plan.cursor.initial, index } }
    }
  }
}
