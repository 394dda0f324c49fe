import type { BoolExp, FunctionArgument, Operand, RowSource, Value } from './types.ts'

/** A node of a condition or a selection. */
export type PlanNode = BoolExp | FunctionArgument | Operand | RowSource | Value

/**
 * Whether a part of a plan, or any node inside of it, satisfies a test. Plans are plain data in
 * which every node has its `kind`, so that a walk over all of it cannot miss one.
 */
export function someNode(part: unknown, test: (node: PlanNode) => boolean): boolean {
  if (typeof part !== 'object' || part === null) return false
  if ('kind' in part && test(part as PlanNode)) return true
  return Object.values(part).some(inner => someNode(inner, test))
}

/**
 * Whether a condition asks for the outermost row of its permission, so that it means something else
 * elsewhere.
 */
export function namesRoot(condition: BoolExp): boolean {
  return someNode(condition, node => node.kind === 'column' && node.of === 'root')
}

/** Whether a function takes a whole row in a part of a plan. */
export function passesRows(part: object): boolean {
  return someNode(part, node => node.kind === 'row')
}
