import type { MutationTree } from '../../plan/write/types.ts'
import type { Value } from '../../plan/types.ts'
import type { Statement } from '../types.ts'

/** A mutation whose every step is a statement. */
export type MutationProgram = MutationTree<WriteStatement, Statement>

/**
 * A statement that writes. `rows`: it returns, for each written row, the row as text (null when not
 * kept), whether the check holds, and one column for each name of `captures`. `count`: one row with
 * the number of written rows and whether the check holds for all of them.
 */
export interface WriteStatement {
  readonly text: string
  /** Name of the prepared statement; undefined for one that is too large to be kept. */
  readonly name: string | undefined
  readonly parameters: readonly Value[]
  /** Ranges of `text` that came from permissions, for explanations. */
  readonly permissionRanges: Statement['permissionRanges']
  readonly returns: 'rows' | 'count'
  /** Names of runtime values. */
  readonly captures: readonly string[]
  readonly path: string
}
