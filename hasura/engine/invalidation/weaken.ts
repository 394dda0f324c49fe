import { namesRoot } from '../plan/some-node.ts'
import type { BoolExp, Operand } from '../plan/types.ts'

/*
 * Note [Affected cohorts]
 *
 * A write tells the keys of the rows that it changed, as they were before and after. A cohort is
 * read again when such a key image fits a place where its statement reads that table: when it
 * satisfies the place's condition (`touched.ts`), weakened to what the image can tell (below). Why
 * no cohort is forgotten:
 *
 * - Weakening leaves conditions out of conjunctions, never adds one: a row that matters, before or
 *   after the write, satisfies what is left. SQL's WHERE hides a row for which a condition is NULL,
 *   there as here.
 * - What is left may ask about other rows, and asks for them as they are now, on behalf of the row
 *   before the write too. Each such question is a place of its own. If no image fits any place
 *   inside of a condition, its answer is the same before, now and between; if one does, the cohort
 *   is read for that. From the innermost places outwards: where nothing fits, no place has yielded
 *   other rows, so the result is the same.
 * - Related rows may be looked at in the sight of an outer row: they matter only if they are joined
 *   with one that matters, as it is now. If that outer row did not change, it is found. If it did,
 *   its own images fit the outer place, whose condition therefore must not ask for the related row:
 *   a cascade takes both away at once.
 * - "Now" may be after a later write. The images of that write come as well, and the argument holds
 *   for both together: it needs only that each image is compared with some state since the cohort
 *   was last read.
 * - A view may join the changed table with one that refers to it, by nothing but that foreign key
 *   (`changes/view-join.ts`). Then a condition on the referring row serves as well, for the rows that the
 *   view shows of the image's key now: the foreign key keeps them there, unless the referring row
 *   changes too, and then its own images fit the place.
 * - Order, limits, DISTINCT and aggregates work on the rows that a place yields. A stream's cursor
 *   only moves past rows.
 *
 * Where no condition is left, a function is called, or the changed table is below a view that does
 * not show its rows one by one, the write concerns everybody.
 */

/**
 * What a filter says about a row of which only some columns are known: a condition that holds for
 * every row for which the filter holds. Undefined when nothing is left that depends on the row.
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
