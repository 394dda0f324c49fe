/** One of the two tables that a view joins, and the number of the column by which it does. */
export interface JoinSide {
  readonly oid: string
  readonly column: number
}

/** How a view joins its tables. */
export interface ViewJoin {
  /** Oid of the comparison. */
  readonly operator: string
  readonly sides: readonly [JoinSide, JoinSide]
}

/** The tables of the view in the order of their numbers, and its joins, which have none. */
const ranges = /:rtekind (?:0 :relid (\d+)|2) /g

const column = String.raw`\{VAR :varno (\d+) :varattno (\d+) [^{}]*\}`
const table = String.raw`\{RANGETBLREF :rtindex \d+\}`

/** An inner join of two tables by one comparison of columns, and no other condition. */
const onlyJoin = new RegExp(
  String.raw`:jointree \{FROMEXPR :fromlist \(\{JOINEXPR :jointype 0 [^{}]*${table} [^{}]*${table} [^{}]*:quals \{OPEXPR :opno (\d+) [^{}]*`
  + String.raw`:args \(${column} ${column}\) :location -?\d+\} :alias (?:<>|\{ALIAS [^{}]*\}) :rtindex \d+\}\) :quals <>\} `,
)

/**
 * The join of a view that is nothing but an inner join of two tables by one comparison of a column
 * of each. Undefined for all other views, and for a rule that does not look as expected.
 *
 * @param rule `pg_rewrite.ev_action`; what {@link viewOrigins} refuses must not come here
 */
export function viewJoin(rule: string): ViewJoin | undefined {
  const [, operator, ...numbers] = onlyJoin.exec(rule) ?? []
  if (operator === undefined) return undefined
  const oids = [...rule.matchAll(ranges)].map(([, oid]) => oid)
  const [left, leftColumn, right, rightColumn] = numbers.map(Number) as [
    number,
    number,
    number,
    number,
  ]
  const leftOid = oids[left - 1]
  const rightOid = oids[right - 1]
  if (leftOid === undefined || rightOid === undefined || left === right) return undefined
  return {
    operator,
    sides: [
      { oid: leftOid, column: leftColumn },
      { oid: rightOid, column: rightColumn },
    ],
  }
}
