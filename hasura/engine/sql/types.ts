/**
 * The SQL tree. Every node says what it is; only the printer makes text of it, and it quotes every
 * name. The tree knows no GraphQL: a parameter carries an opaque source that the translation stage
 * understands.
 */

/** A table, function or type by schema and name. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/**
 * A PostgreSQL type by its catalogue name (`int4`, not `integer`); `array` means an array of it.
 */
export interface SqlType extends QualifiedName {
  readonly array: boolean
}

/** Where a parameter's value comes from. Two sources with the same key are one parameter. */
export interface ParameterSource {
  readonly key: string
}

export type BinaryOperator =
  | '='
  | '<>'
  | '>'
  | '<'
  | '>='
  | '<='
  | 'LIKE'
  | 'NOT LIKE'
  | 'ILIKE'
  | 'NOT ILIKE'
  | 'SIMILAR TO'
  | 'NOT SIMILAR TO'
  | '~'
  | '~*'
  | '!~'
  | '!~*'
  | '@>'
  | '<@'
  | '?'
  | '?|'
  | '?&'
  | '@'
  | '~~~'
  | '&&'
  | '+'
  | '||'
  | '-'
  | '#-'
  | '#>'
  | '#>>'
  | '->'
  | '->>'

export type SqlExpression =
  | {
    readonly kind: 'column'
    readonly table?: string
    readonly name: string
  }
  /**
   * The whole row of a table alias, as one composite value: `t.*`, because a bare `t` would mean a
   * column of that name.
   */
  | { readonly kind: 'row', readonly table: string }
  /** A field of a composite value: `(value).field`. */
  | {
    readonly kind: 'field'
    readonly of: SqlExpression
    readonly name: string
  }
  /**
   * `hiddenFromPlanner`: PostgreSQL plans without seeing the value, so that one plan serves every
   * value.
   */
  | {
    readonly kind: 'parameter'
    readonly source: ParameterSource
    readonly type: SqlType
    readonly hiddenFromPlanner?: boolean
  }
  /**
   * `$position`, whatever the style of parameters: what a statement for many sessions itself is
   * given.
   */
  | {
    readonly kind: 'position'
    readonly position: number
    readonly type: SqlType
  }
  | { readonly kind: 'text', readonly value: string }
  | { readonly kind: 'integer', readonly value: number | bigint }
  | { readonly kind: 'boolean', readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'default' }
  | {
    readonly kind: 'cast'
    readonly of: SqlExpression
    readonly type: SqlType
  }
  | {
    readonly kind: 'binary'
    readonly operator: BinaryOperator
    readonly left: SqlExpression
    readonly right: SqlExpression
  }
  | {
    readonly kind: 'any'
    readonly left: SqlExpression
    readonly operator: BinaryOperator
    readonly array: SqlExpression
  }
  | { readonly kind: 'and', readonly all: readonly SqlExpression[] }
  | { readonly kind: 'or', readonly any: readonly SqlExpression[] }
  | { readonly kind: 'not', readonly of: SqlExpression }
  | {
    readonly kind: 'isNull'
    readonly of: SqlExpression
    readonly negated: boolean
  }
  | {
    readonly kind: 'case'
    readonly when: readonly { readonly condition: SqlExpression, readonly value: SqlExpression }[]
    readonly otherwise?: SqlExpression
  }
  | {
    readonly kind: 'call'
    readonly function: QualifiedName
    readonly arguments: readonly SqlArgument[]
    readonly distinct?: boolean
    readonly star?: boolean
    readonly orderBy?: readonly SqlOrderBy[]
    readonly filter?: SqlExpression
  }
  /** `JSON_SCALAR`, from PostgreSQL 17 on. */
  | { readonly kind: 'jsonScalar', readonly of: SqlExpression }
  /** The first item that is not null. */
  | { readonly kind: 'coalesce', readonly items: readonly SqlExpression[] }
  | { readonly kind: 'exists', readonly query: SqlQuery }
  | {
    readonly kind: 'in'
    readonly left: readonly SqlExpression[]
    readonly query: SqlQuery
  }
  | { readonly kind: 'subquery', readonly query: SqlQuery }
  | { readonly kind: 'tuple', readonly items: readonly SqlExpression[] }
  | {
    readonly kind: 'array'
    readonly items: readonly SqlExpression[]
    readonly element: SqlType
  }
  /**
   * The session's part of a filter, bracketed in an explanation of the statement; prints as its
   * content.
   */
  | { readonly kind: 'permission', readonly of: SqlExpression }

/** A positional argument, or with a name one in named notation. */
export interface SqlArgument {
  readonly name?: string
  readonly value: SqlExpression
}

/** One sort key; the place of nulls is always explicit. */
export interface SqlOrderBy {
  readonly expression: SqlExpression
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

export interface SqlColumn {
  readonly expression: SqlExpression
  readonly alias?: string
}

export type SqlFrom =
  | {
    readonly kind: 'table'
    readonly table: QualifiedName
    readonly alias: string
  }
  /** A common table expression of the statement, by name. */
  | {
    readonly kind: 'reference'
    readonly name: string
    readonly alias: string
  }
  | {
    readonly kind: 'function'
    readonly function: QualifiedName
    readonly arguments: readonly SqlArgument[]
    readonly alias: string
    readonly columns?: readonly string[]
    readonly ordinality?: boolean
  }
  | {
    readonly kind: 'query'
    readonly query: SqlQuery
    readonly alias: string
    readonly columns?: readonly string[]
  }
  | {
    readonly kind: 'values'
    readonly rows: readonly (readonly SqlExpression[])[]
    readonly alias: string
    readonly columns: readonly string[]
  }

export interface SqlJoin {
  readonly type: 'inner' | 'left' | 'cross'
  readonly lateral: boolean
  readonly from: SqlFrom
  /** Absent on an inner or left join means ON TRUE. */
  readonly on?: SqlExpression
}

export interface SqlSelect {
  readonly kind: 'select'
  readonly with?: readonly SqlCommonTable[]
  readonly distinctOn?: readonly SqlExpression[]
  readonly columns: readonly SqlColumn[] | 'all'
  readonly from?: SqlFrom
  readonly joins?: readonly SqlJoin[]
  readonly where?: SqlExpression
  readonly groupBy?: readonly SqlExpression[]
  readonly having?: SqlExpression
  readonly orderBy?: readonly SqlOrderBy[]
  readonly limit?: SqlExpression
  /** The limit also takes rows that sort equal to the last one. */
  readonly withTies?: boolean
  readonly offset?: SqlExpression
}

/** Rows of every part; `all` keeps duplicates. */
export interface SqlUnion {
  readonly kind: 'union'
  readonly all: boolean
  readonly queries: readonly SqlQuery[]
}

export interface SqlInsert {
  readonly kind: 'insert'
  readonly with?: readonly SqlCommonTable[]
  readonly table: QualifiedName
  readonly alias?: string
  readonly columns: readonly string[]
  /** `'default values'` inserts one row of defaults. */
  readonly rows: readonly (readonly SqlExpression[])[] | SqlSelect | 'default values'
  readonly onConflict?: SqlOnConflict
  readonly returning?: readonly SqlColumn[] | 'all'
}

export interface SqlOnConflict {
  /** The constraint's name; absent means any. */
  readonly constraint?: string
  readonly update?: { readonly set: readonly SqlAssignment[], readonly where?: SqlExpression }
}

export interface SqlAssignment {
  readonly column: string
  readonly value: SqlExpression
}

export interface SqlUpdate {
  readonly kind: 'update'
  readonly with?: readonly SqlCommonTable[]
  readonly table: QualifiedName
  readonly alias?: string
  readonly set: readonly SqlAssignment[]
  readonly where?: SqlExpression
  readonly returning?: readonly SqlColumn[] | 'all'
}

export interface SqlDelete {
  readonly kind: 'delete'
  readonly with?: readonly SqlCommonTable[]
  readonly table: QualifiedName
  readonly alias?: string
  readonly where?: SqlExpression
  readonly returning?: readonly SqlColumn[] | 'all'
}

export interface SqlCommonTable {
  readonly name: string
  readonly columns?: readonly string[]
  /** Absent leaves the choice to PostgreSQL. */
  readonly materialized?: boolean
  readonly query: SqlQuery
}

export type SqlQuery = SqlSelect | SqlUnion | SqlInsert | SqlUpdate | SqlDelete

/** How parameters appear in the text. */
export type ParameterStyle =
  /** `$1::type` */
  | { readonly kind: 'numbered' }
  /**
   * Elements of a JSON array column, for statements that serve many sessions at once:
   * `(table.column ->> 0)::type`.
   */
  | {
    readonly kind: 'json'
    readonly table: string
    readonly column: string
  }

/** Printed SQL: `$1`, or element 0 of the JSON array, is `parameters[0]`. */
export interface PrintedSql {
  readonly text: string
  readonly parameters: readonly ParameterSource[]
  /** Character ranges of the text that came from permissions: `[start, end)`. */
  readonly permissionRanges: readonly (readonly [number, number])[]
}
