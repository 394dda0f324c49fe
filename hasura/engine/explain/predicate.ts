import { nameKey, type QualifiedName } from '../catalog/types.ts'
import type {
  PermissionExpression,
  ResolvedMetadata,
  ResolvedTable,
  TablePermissions,
} from '../metadata/types.ts'
import { permissionCondition } from '../plan/read/permission.ts'
import type { Value } from '../plan/types.ts'
import { printSql } from '../sql/print.ts'
import { booleanExpression } from '../translate/bool-exp.ts'
import { scopeOf, translateContext } from '../translate/context.ts'
import { planValues } from '../translate/statement.ts'

/** The part of a role's permissions on a table that decides about rows. */
export type PredicatePart =
  'select.filter' | 'insert.check' | 'update.filter' | 'update.check' | 'delete.filter'

/** A row filter or check as SQL, for people and for probes. */
export interface Predicate {
  readonly part: PredicatePart
  /**
   * A condition on a row of the table under its own name: `("goals"."owner") =
   * ($1::pg_catalog.uuid)`.
   */
  readonly condition: string
  /** A whole statement: the rows of the table that satisfy the condition. */
  readonly statement: string
  /** What `$1`, `$2`, … stand for. */
  readonly parameters: readonly PredicateParameter[]
}

export type PredicateParameter =
  | { readonly kind: 'session', readonly variable: string }
  /** PostgreSQL's text; null is SQL NULL. */
  | { readonly kind: 'literal', readonly text: string | null }
  /** All session variables as one JSON object. */
  | { readonly kind: 'allSessionVariables' }

/**
 * Everything that decides about rows for a role on a table, compiled as the engine compiles it for
 * requests. A part that is missing is not permitted, except `update.check`, whose absence means
 * that every new row passes.
 */
export function compilePredicates(
  metadata: ResolvedMetadata,
  role: string,
  name: QualifiedName,
): Predicate[] {
  const table = metadata.source.tables.get(nameKey(name))
  const permissions = table?.permissions.get(role)
  if (!table || !permissions) return []
  return expressionsOf(permissions).map(([part, expression]) =>
    compile(part, expression, table, metadata),
  )
}

function expressionsOf({
  select,
  insert,
  update,
  delete: remove,
}: TablePermissions): [PredicatePart, PermissionExpression][] {
  const parts: [PredicatePart, PermissionExpression | undefined][] = [
    ['select.filter', select?.filter],
    ['insert.check', insert?.check],
    ['update.filter', update?.filter],
    ['update.check', update?.check],
    ['delete.filter', remove?.filter],
  ]
  return parts.flatMap(([part, expression]) => (expression ? [[part, expression]] : []))
}

function compile(
  part: PredicatePart,
  expression: PermissionExpression,
  table: ResolvedTable,
  metadata: ResolvedMetadata,
): Predicate {
  const alias = table.name.name
  const where = booleanExpression(
    permissionCondition(expression, table, metadata.source.tables),
    scopeOf(alias),
    translateContext(),
  )
  const { text, parameters, permissionRanges } = printSql({
    kind: 'select',
    columns: 'all',
    from: { kind: 'table', table: table.name, alias },
    where,
  })
  const [start, end] = permissionRanges.at(-1) ?? [0, text.length]
  return {
    part,
    condition: text.slice(start, end),
    statement: text,
    parameters: planValues(parameters).map(parameterOf),
  }
}

function parameterOf(value: Value): PredicateParameter {
  switch (value.kind) {
    case 'session':
      return { kind: 'session', variable: value.variable }
    case 'constant':
      return { kind: 'literal', text: value.text }
    case 'sessionObject':
      return { kind: 'allSessionVariables' }
    default:
      throw new Error(`a permission holds no value of kind ${value.kind}`)
  }
}
