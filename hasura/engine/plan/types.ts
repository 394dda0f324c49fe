// Plans: operations without GraphQL syntax and SQL text. Names of tables, columns and
// functions are PostgreSQL's.
import type { RequestValues } from '../document/types.ts'
import type { ComparisonOperator } from '../metadata/operators.ts'
import type { QualifiedName, SqlType } from '../sql/types.ts'

/**
 * A value that becomes a parameter of the statement, always as PostgreSQL's text form. The plan
 * holds where it comes from, so that one statement serves every request of the same shape. Equal
 * keys mean the same parameter.
 */
export type Value =
  /** Known when planning: a default, a literal of the metadata or of the document. */
  | {
    readonly kind: 'constant'
    readonly key: string
    readonly text: string | null
  }
  /** The client's input, read and checked again with each request. */
  | {
    readonly kind: 'input'
    readonly key: string
    readonly read: (request: RequestValues) => string | null
  }
  /** A session variable's text (lower-case name). Missing: the request fails with not-found. */
  | {
    readonly kind: 'session'
    readonly key: string
    readonly variable: string
  }
  /** All session variables as one JSON object. */
  | { readonly kind: 'sessionObject', readonly key: string }
  /** Known only at execution; `name` says which (a streaming cursor, captured rows). */
  | {
    readonly kind: 'runtime'
    readonly key: string
    readonly name: string
  }

/** Something of a row that has a value: used in selections, comparisons and sort keys alike. */
export type Operand =
  /** `of`: the row at hand, or the outermost row of a permission (`["$", column]`). */
  | {
    readonly kind: 'column'
    readonly name: string
    readonly type: SqlType
    readonly of: 'row' | 'root'
  }
  | {
    readonly kind: 'function'
    readonly call: FunctionCall
    readonly type: SqlType
  }
  | {
    readonly kind: 'cast'
    readonly operand: Operand
    readonly type: SqlType
  }
  /** Inherited roles: NULL unless `when` holds for the row. */
  | {
    readonly kind: 'masked'
    readonly operand: Operand
    readonly when: BoolExp
    readonly type: SqlType
  }
  | {
    readonly kind: 'value'
    readonly value: Value
    readonly type: SqlType
  }
  /**
   * PostgreSQL's text of a literal of the metadata: part of the statement, so that PostgreSQL plans
   * with it.
   */
  | {
    readonly kind: 'literal'
    readonly text: string
    readonly type: SqlType
  }

/**
 * A function and what fills each argument, in order. Once one argument is named, all later ones
 * are.
 */
export interface FunctionCall {
  readonly function: QualifiedName
  readonly arguments: readonly FunctionArgument[]
}

export type FunctionArgument =
  | { readonly kind: 'row', readonly name?: string }
  | {
    readonly kind: 'value'
    readonly name?: string
    readonly value: Value
    readonly type: SqlType
  }

/** Where rows come from. */
export type RowSource =
  | { readonly kind: 'table', readonly table: QualifiedName }
  /** A function that returns rows of a table; `row` arguments are rows of the parent. */
  | { readonly kind: 'function', readonly call: FunctionCall }
  /** A common table expression made by the same statement (rows captured by a mutation). */
  | { readonly kind: 'captured', readonly name: string }

/**
 * How related rows are found: equal columns, or (for computed fields) by the function's row
 * argument only.
 */
export interface Relation {
  readonly source: RowSource
  readonly mapping: readonly ColumnPair[]
  /** At most one related row: the mapping covers the primary key of a table. */
  readonly isSingle?: boolean
}

export interface ColumnPair {
  readonly local: SqlColumnRef
  readonly remote: SqlColumnRef
}

export interface SqlColumnRef {
  readonly name: string
  readonly type: SqlType
}

/** A condition on one row. `and` of nothing is true, `or` of nothing false. */
export type BoolExp =
  | { readonly kind: 'and', readonly operands: readonly BoolExp[] }
  | { readonly kind: 'or', readonly operands: readonly BoolExp[] }
  | { readonly kind: 'not', readonly operand: BoolExp }
  /**
   * The row's key is among the keys of the table's rows that satisfy any of the operands: an OR
   * that each arm can find by its own index.
   */
  | {
    readonly kind: 'union'
    readonly source: Extract<RowSource, { readonly kind: 'table' }>
    readonly key: readonly SqlColumnRef[]
    readonly operands: readonly BoolExp[]
  }
  /**
   * `nullAware` is Hasura's rule for metadata on nullable columns: `_eq` also holds for NULL
   * against NULL, `_neq` for a row's value against NULL.
   */
  | {
    readonly kind: 'compare'
    readonly left: Operand
    readonly operator: ComparisonOperator
    readonly right: Operand
    readonly nullAware: boolean
  }
  | {
    readonly kind: 'isNull'
    readonly operand: Operand
    readonly negated: boolean
  }
  /**
   * At least one related row satisfies `where`. `permission` is the target's row filter (absent
   * inside permissions themselves).
   */
  | {
    readonly kind: 'exists'
    readonly relation: Relation
    readonly permission: BoolExp | undefined
    readonly where: BoolExp
  }
  /** An aggregate over related rows, compared. */
  | {
    readonly kind: 'aggregate'
    readonly relation: Relation
    readonly permission: BoolExp
    readonly where: BoolExp
    readonly call: AggregateCall
    readonly predicate: readonly AggregateComparison[]
  }
  /**
   * Comes from the role's permission; changes nothing but is marked in an explanation and may be
   * shared.
   */
  | {
    readonly kind: 'permission'
    readonly table: QualifiedName
    readonly operand: BoolExp
  }

/** `name` is PostgreSQL's function; no operands means `count(*)`. */
export interface AggregateCall {
  readonly name: string
  readonly operands: readonly Operand[]
  readonly distinct: boolean
  readonly type: SqlType
}

/** One condition on an aggregate's result. */
export type AggregateComparison =
  | {
    readonly kind: 'compare'
    readonly operator: ComparisonOperator
    readonly value: Value
    readonly type: SqlType
  }
  | { readonly kind: 'isNull', readonly negated: boolean }

/** One sort key. */
export interface OrderBy {
  readonly target: OrderByTarget
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

export type OrderByTarget =
  | { readonly kind: 'operand', readonly operand: Operand }
  /** A key of the related row; a row hidden by `permission` sorts as NULL. */
  | {
    readonly kind: 'relationship'
    readonly relation: Relation
    readonly permission: BoolExp
    readonly target: OrderByTarget
  }
  | {
    readonly kind: 'aggregate'
    readonly relation: Relation
    readonly permission: BoolExp
    readonly call: AggregateCall
  }

/** A number of rows: known when planning, or a value of the request. */
export type RowCount =
  | { readonly kind: 'fixed', readonly count: bigint }
  | { readonly kind: 'value', readonly value: Value }

/** Which rows, in which order. */
export interface RowSet {
  readonly source: RowSource
  /** Join with the parent row; empty at a root. */
  readonly mapping: readonly ColumnPair[]
  /** The role's row filter. */
  readonly permission: BoolExp
  /** The rest of the row filter, where the parent row implies the other conditions. */
  readonly remaining?: BoolExp
  /** Related rows that the row filter and the selection both ask for. */
  readonly joined?: {
    readonly rows: readonly JoinedRow[]
    /** The rest of the row filter. */ readonly filter: BoolExp
  }
  /**
   * Set where the statement evaluates the row filter once for several row sets of the table: their
   * common name.
   */
  readonly shared?: string
  /** The client's condition. */
  readonly where: BoolExp | undefined
  readonly distinctOn: readonly Operand[]
  readonly orderBy: readonly OrderBy[]
  readonly limit: RowCount | undefined
  readonly offset: RowCount | undefined
  /** The role's limit on rows; restricts nodes, never aggregates. */
  readonly permissionLimit: number | undefined
}

/**
 * A related row that is joined: the condition of the row filter that finds it, and the keys of the
 * fields that are read from it.
 */
export interface JoinedRow {
  readonly condition: Extract<BoolExp, { readonly kind: 'exists' }>
  readonly fields: readonly string[]
}

/** A field of a JSON object, in selection order. */
export type SelectField =
  | {
    readonly kind: 'typename'
    readonly key: string
    readonly name: string
  }
  | {
    readonly kind: 'value'
    readonly key: string
    readonly operand: Operand
    readonly output: OutputForm
  }
  | {
    readonly kind: 'rows'
    readonly key: string
    readonly rows: SelectRows
  }
  | {
    readonly kind: 'aggregate'
    readonly key: string
    readonly aggregate: SelectAggregate
  }

/** How an operand is printed in JSON. */
export interface OutputForm {
  /** Numbers as strings (stringified numerics). */
  readonly text: boolean
  /** Enum values in upper case (naming convention graphql-default). */
  readonly upperCase: boolean
  /** A path into a JSON value, as a text array. */
  readonly jsonPath: Value | undefined
  readonly json: JsonForm
}

/**
 * How a value becomes JSON: its own text (numbers, true and false), its own text in quotes (which
 * needs no escapes), by JSON_SCALAR, or by `to_json`, which serves every type.
 */
export type JsonForm = 'bare' | 'quoted' | 'scalar' | 'any'

/** `one`: the first row's object or null; `many`: a list, never null. */
export interface SelectRows {
  readonly shape: 'one' | 'many'
  /** There is never a second row, so none has to be cut off. */
  readonly isSingle?: boolean
  readonly rows: RowSet
  readonly fields: readonly SelectField[]
}

/** `{ aggregate { … } nodes { … } }` over a row set. */
export interface SelectAggregate {
  readonly rows: RowSet
  readonly parts: readonly AggregatePart[]
}

export type AggregatePart =
  | {
    readonly kind: 'typename'
    readonly key: string
    readonly name: string
  }
  | {
    readonly kind: 'nodes'
    readonly key: string
    readonly fields: readonly SelectField[]
  }
  | {
    readonly kind: 'aggregate'
    readonly key: string
    readonly fields: readonly AggregateField[]
  }

export type AggregateField =
  | {
    readonly kind: 'typename'
    readonly key: string
    readonly name: string
  }
  | {
    readonly kind: 'call'
    readonly key: string
    readonly call: AggregateCall
    readonly output: OutputForm
  }
  /** `sum { id }`: one object with a call for each key. */
  | {
    readonly kind: 'group'
    readonly key: string
    readonly fields: readonly AggregateField[]
  }

/** A root field of a query or live subscription. */
export type RootField =
  | {
    readonly kind: 'rows'
    readonly key: string
    readonly path: string
    readonly rows: SelectRows
  }
  | {
    readonly kind: 'aggregate'
    readonly key: string
    readonly path: string
    readonly aggregate: SelectAggregate
  }
  /** Answered without the database: `__typename`, introspection. */
  | {
    readonly kind: 'json'
    readonly key: string
    readonly json: string
  }
  /** The namespace of a customised source. */
  | {
    readonly kind: 'namespace'
    readonly key: string
    readonly fields: readonly RootField[]
  }

/** A query, or a subscription that is answered by polling one. */
export interface QueryPlan {
  readonly kind: 'query'
  readonly fields: readonly RootField[]
}

/** A streaming subscription's one root field. */
export interface StreamPlan {
  readonly kind: 'stream'
  readonly key: string
  readonly path: string
  readonly rows: SelectRows
  readonly cursor: {
    readonly column: SqlColumnRef
    readonly ordering: 'asc' | 'desc'
    readonly initial: Value
  }
  /** The cursor's current value inside `rows`: a runtime value of this name. */
  readonly cursorValue: Value
}
