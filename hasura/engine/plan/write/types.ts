/**
 * What a mutation does, in order. The same tree is planned (`Write` and `Read` are plans) and
 * translated (they are statements); execution walks it. All of it is one transaction.
 */
import type { UpdateOperator } from '../../schema/types.ts'
import type { QualifiedName, SqlType } from '../../sql/types.ts'
import type { BoolExp, QueryPlan, SqlColumnRef, Value } from '../types.ts'

/** A mutation's root fields; each finishes before the next begins. */
export interface MutationTree<Write, Read> {
  readonly kind: 'mutation'
  readonly fields: readonly MutationField<Write, Read>[]
}

export type MutationField<Write, Read> =
  /** Answered without the database: `__typename`. */
  | {
    readonly kind: 'constant'
    readonly key: string
    readonly json: string
  }
  /** The namespace of a customised source. */
  | {
    readonly kind: 'namespace'
    readonly key: string
    readonly fields: readonly MutationField<Write, Read>[]
  }
  /** A function exposed as a mutation: a query that changes data on the way. One column. */
  | {
    readonly kind: 'read'
    readonly key: string
    readonly path: string
    readonly read: Read
  }
  | {
    readonly kind: 'change'
    readonly key: string
    readonly change: Change<Write, Read>
  }
  /** `update_T_many`: one answer for each change. */
  | {
    readonly kind: 'changes'
    readonly key: string
    readonly changes: readonly Change<Write, Read>[]
  }

/**
 * Rows are written; then the answer is read from the rows as they were returned, and from the rest
 * of the database as it is by then.
 */
export interface Change<Write, Read> {
  readonly steps: WriteSteps<Write>
  readonly answer: Answer<Read>
}

export type WriteSteps<Write> =
  /** One after another; no statement at all when there is nothing to write. */
  | { readonly kind: 'statements', readonly statements: readonly Write[] }
  /** Nested insert. */
  | { readonly kind: 'objects', readonly objects: readonly InsertObject<Write>[] }

/** One row of a nested insert with what is inserted before and after it. */
export interface InsertObject<Write> {
  /** Object relationships whose columns the row takes over. */
  readonly before: readonly BeforeInsert<Write>[]
  readonly write: Write
  /** Array relationships, and object relationships on the other table's foreign key. */
  readonly after: readonly WriteSteps<Write>[]
  /** The table's name for people. */
  readonly table: string
  readonly path: string
}

/** A related row that comes first; `path` is the relationship's. */
export interface BeforeInsert<Write> {
  readonly relationship: string
  readonly object: InsertObject<Write>
  readonly path: string
}

/** The JSON of a changed field: pieces, joined. */
export interface Answer<Read> {
  readonly pieces: readonly AnswerPiece[]
  /** Reads the captured rows; undefined when the answer needs none. */
  readonly read: Read | undefined
}

export type AnswerPiece =
  | { readonly kind: 'text', readonly text: string }
  | { readonly kind: 'affectedRows' }
  /** A column of `read`; `empty` stands for it when no row was written. */
  | {
    readonly kind: 'rows'
    readonly column: number
    readonly empty: string
  }

/** A planned mutation. */
export type MutationPlan = MutationTree<WritePlan, QueryPlan>

/** One statement that writes. `path` is where Hasura says its errors are. */
export type WritePlan = InsertPlan | UpdatePlan | DeletePlan

interface WriteBase {
  readonly table: QualifiedName
  readonly path: string
  /** The written rows are needed as a whole, for the answer. */
  readonly keepsRows: boolean
  /**
   * Columns of the (one) written row that other rows of a nested insert take over, as runtime
   * values.
   */
  readonly captures: readonly Capture[]
}

/** A column's new value, kept under a name for `Value` of kind `runtime`. */
export interface Capture {
  readonly column: string
  readonly name: string
}

export interface InsertPlan extends WriteBase {
  readonly kind: 'insert'
  readonly columns: readonly SqlColumnRef[]
  /** One value for each column; undefined is DEFAULT. */
  readonly rows: readonly (readonly (Value | undefined)[])[]
  readonly onConflict: OnConflictPlan | undefined
  /** Must hold for every inserted row. */
  readonly check: BoolExp | undefined
}

/**
 * With nothing to assign, a conflicting row is skipped. `where` and the assignments of presets see
 * the existing row.
 */
export interface OnConflictPlan {
  readonly constraint: string
  /** Columns that take the row's new value. */
  readonly columns: readonly string[]
  readonly presets: readonly { readonly column: SqlColumnRef, readonly value: Value }[]
  readonly where: BoolExp
  /** The check of updated rows; undefined when it is the same as for inserted ones. */
  readonly check: UpdateCheck | undefined
}

/** A check of updated rows alone, and how a written row shows which it is. */
export interface UpdateCheck {
  /** Undefined: every updated row passes. */
  readonly condition: BoolExp | undefined
  readonly toldBy: UpdatedMark
}

/**
 * What tells an updated row from an inserted one: its `xmax`, which is 0 for a new row; or a column
 * of the row as it was before, which is NULL where there was none (PostgreSQL 18).
 */
export type UpdatedMark =
  { readonly kind: 'xmax' } | { readonly kind: 'former column', readonly name: string }

export interface UpdatePlan extends WriteBase {
  readonly kind: 'update'
  readonly set: readonly Assignment[]
  readonly where: BoolExp
  readonly check: BoolExp | undefined
}

export interface Assignment {
  readonly column: SqlColumnRef
  readonly operator: UpdateOperator
  readonly value: Value
  /** Type of the value: the column's, or what the operator takes. */
  readonly type: SqlType
}

export interface DeletePlan extends WriteBase {
  readonly kind: 'delete'
  readonly where: BoolExp
}

/** Name of the runtime value that holds the written rows, as an array of the table's row type. */
export const writtenRows = 'written rows'
