import { conditionText, conjuncts, namesRoot, withConjuncts } from '../plan/conjuncts.ts'
import type { BoolExp, RowSet, SelectField, SelectRows } from '../plan/types.ts'
import type { SqlJoin, SqlSelect } from '../sql/types.ts'
import { booleanExpression, joinCondition } from './bool-exp.ts'
import { sourceFrom } from './operand.ts'
import { scopeOf, type TranslateContext } from './scope.ts'
import { both } from './sql.ts'

/*
 * Note [Related rows looked up once]
 *
 * A membership is visible only while its goal is, and whoever lists memberships asks for their goals: filter and selection
 * look for the same row. Where the filter finds it by its primary key, so that there is at most one, and under conditions
 * that include all that the selection asks of it, the row is joined once and serves both.
 */

type Exists = Extract<BoolExp, { readonly kind: 'exists' }>

/** A related row that is joined, and the fields that are read from it. */
interface Joined {
  readonly condition: Exists
  readonly alias: string
}

/** A row set in which related rows are joined. */
export interface JoinedRows {
  /** The rows, without the conditions that the joins ask. */
  readonly rows: RowSet
  /** Alias of the related row by the field that it serves. */
  readonly aliases: ReadonlyMap<SelectField, string>
  /** Adds the joins to the query of the rows. */
  readonly join: (query: SqlSelect) => SqlSelect
}

/** Finds the related rows that filter and selection share. */
export function joinedRows({ rows, fields }: SelectRows, context: TranslateContext): JoinedRows {
  const filter = rows.remaining ?? rows.permission
  const candidates = rows.source.kind === 'table' && rows.shared === undefined ? conjuncts(filter).filter(isJoinable) : []
  const joined = candidates.flatMap((condition): { found: Joined, served: readonly SelectField[] }[] => {
    const served = fields.filter(field => isServedBy(field, condition))
    return served.length > 0 ? [{ found: { condition, alias: context.alias() }, served }] : []
  })
  if (joined.length === 0) return { rows, aliases: new Map(), join: query => query }
  const gone = new Set<BoolExp>(joined.map(({ found }) => found.condition))
  return {
    rows: { ...rows, remaining: withConjuncts(filter, conjuncts(filter).filter(condition => !gone.has(condition))) },
    aliases: new Map(joined.flatMap(({ found, served }) => served.map(field => [field, found.alias]))),
    join: query => joined.reduce((result, { found }) => withJoin(result, found, context), query),
  }
}

function isJoinable(condition: BoolExp): condition is Exists {
  return condition.kind === 'exists' && condition.relation.isSingle === true && condition.permission === undefined && !namesRoot(condition)
}

function isServedBy(field: SelectField, { relation: { source, mapping }, where }: Exists): boolean {
  if (field.kind !== 'rows' || field.rows.shape !== 'one') return false
  const { rows } = field.rows
  const known = new Set(conjuncts(where).map(conditionText))
  return source.kind === 'table' && rows.source.kind === 'table' && rows.where === undefined
    && source.table.schema === rows.source.table.schema && source.table.name === rows.source.table.name
    && mapping.length === rows.mapping.length
    && mapping.every(pair => rows.mapping.some(own => own.local.name === pair.local.name && own.remote.name === pair.remote.name))
    && conjuncts(rows.remaining ?? rows.permission).every(condition => known.has(conditionText(condition)))
}

function withJoin(query: SqlSelect, { condition: { relation, where }, alias }: Joined, context: TranslateContext): SqlSelect {
  const base = query.from?.alias ?? ''
  const on = joinCondition(relation.mapping, base, alias, context)
  const join: SqlJoin = { type: 'inner', lateral: false, from: sourceFrom(relation.source, alias, base), ...(on && { on }) }
  const condition = both(query.where, { kind: 'permission', of: booleanExpression(where, { ...scopeOf(alias), constants: 'text' }, context) })
  return { ...query, joins: [...query.joins ?? [], join], ...(condition && { where: condition }) }
}
