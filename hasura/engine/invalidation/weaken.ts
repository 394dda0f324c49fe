import { namesRoot } from '../plan/some-node.ts'
import type { BoolExp, Operand } from '../plan/types.ts'

/**
 * What a filter says about a row of which only some columns are known: a condition that holds for
 * every row for which the filter holds. Undefined when nothing is left that depends on the row.
 *
 * @see docs/affected-cohorts.md
 */
export function weakened(
  condition: BoolExp,
  isKnown: (column: string) => boolean,
): BoolExp | undefined {
  switch (condition.kind) {
    case 'and': {
      const operands = condition.operands
        .map(operand => weakened(operand, isKnown))
        .filter(operand => operand !== undefined)
      return operands.length === 0 ? undefined : { kind: 'and', operands }
    }
    // A union asks for the row's own primary key: it holds for a row of the table when one of its
    // operands does.
    case 'or':
    case 'union': {
      const operands = condition.operands.map(operand => weakened(operand, isKnown))
      return operands.includes(undefined)
        ? undefined
        : { kind: 'or', operands: operands.filter(operand => operand !== undefined) }
    }
    case 'permission': {
      const operand = weakened(condition.operand, isKnown)
      return operand && { ...condition, operand }
    }
    default: {
      const columns = rowColumns(condition)
      return columns.length > 0 && columns.every(isKnown) && !namesRoot(condition)
        ? condition
        : undefined
    }
  }
}

/**
 * Columns of the row at hand that a condition looks at. What it asks about rows of other tables is
 * theirs.
 */
function rowColumns(condition: BoolExp): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(rowColumns)
    case 'not':
    case 'permission':
      return rowColumns(condition.operand)
    case 'union':
      return condition.key.map(({ name }) => name)
    case 'compare':
      return [...operandColumns(condition.left), ...operandColumns(condition.right)]
    case 'isNull':
      return operandColumns(condition.operand)
    case 'exists':
    case 'aggregate':
      return condition.relation.mapping.map(({ local }) => local.name)
  }
}

/** A function may look at the whole row: it stands for a column that no image holds. */
const wholeRow = ''

function operandColumns(operand: Operand): readonly string[] {
  switch (operand.kind) {
    case 'column':
      return [operand.name]
    case 'cast':
      return operandColumns(operand.operand)
    case 'masked':
      return [...operandColumns(operand.operand), ...rowColumns(operand.when)]
    case 'function':
      return [wholeRow]
    case 'value':
    case 'literal':
      return []
  }
}
