/**
 * What in a view's rule keeps it from showing the rows of its tables one by one: other queries
 * inside, sampling, groups, parts of the rows.
 */
const obstacles =
  /\{QUERY[^]*\{QUERY|\{TABLESAMPLECLAUSE|:has(?:Aggs|WindowFuncs|TargetSRFs|DistinctOn) true|:(?:groupClause|groupingSets|havingQual|distinctClause|limitOffset|limitCount|setOperations) [^<]|:jointype [1-9]|:rtekind (?!0 |2 )/

/** A column of the view's query that is a table's column as it is. */
const targets =
  /:resno (\d+) :resname \S+ :ressortgroupref \d+ :resorigtbl (\d+) :resorigcol (\d+) /g

/**
 * Which columns of a table a view shows as they are: from the view's column numbers to the table's.
 * Only for views that join tables with inner joins, this one once: then each row of the view comes
 * from one row of the table, and changes of other rows leave it alone. Undefined for all other
 * views, and for a rule that does not look as expected.
 *
 * @param rule `pg_rewrite.ev_action`, PostgreSQL's text of the view's query
 */
export function viewOrigins(
  rule: string,
  tableOid: string,
): ReadonlyMap<number, number> | undefined {
  const timesRead = rule.split(`:rtekind 0 :relid ${tableOid} `).length - 1
  if (!rule.startsWith('({QUERY ') || obstacles.test(rule) || timesRead !== 1) return undefined
  return new Map(
    [...rule.matchAll(targets)]
      .filter(([, , origin]) => origin === tableOid)
      .map(([, column, , from]) => [Number(column), Number(from)]),
  )
}
