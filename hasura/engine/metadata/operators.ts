import type { PgType } from '../catalog/types.ts'
import type { BinaryOperator } from '../sql/types.ts'

/** The columns that an operator compares, by their type. */
export type OperatorSubject =
  /** Every type. */
  | 'any'
  /** Every type but enum tables' references, which are only equal or not. */
  | 'ordered'
  | 'text'
  /** Arrays and jsonb. */
  | 'container'
  | 'jsonb'
  | 'ltree'

/**
 * What stands on an operator's right side: a value of the column's type, or a list of them; a
 * pattern for a text; else values of the type that is named.
 */
export type OperatorOperand =
  | 'value'
  | 'values'
  | 'pattern'
  | 'text'
  | 'texts'
  | 'lquery'
  | 'lqueries'
  | 'ltxtquery'

/** All that the engine knows of an operator. */
export interface Operator {
  /** How SQL says it; membership is `= ANY (…)`. */
  readonly sql: BinaryOperator | 'IN' | 'NOT IN'
  readonly subject: OperatorSubject
  readonly operand: OperatorOperand
  readonly description?: string
  /** The API takes an explicit null; it compares as SQL's NULL. */
  readonly acceptsNull?: true
  /** Metadata compares two columns by it: `_ceq`. */
  readonly betweenColumns?: true
  /** Its other name in metadata. */
  readonly alias?: string
}

const operators = {
  _eq: { sql: '=', subject: 'any', operand: 'value', betweenColumns: true },
  _neq: { sql: '<>', subject: 'any', operand: 'value', betweenColumns: true, alias: '_ne' },
  _in: { sql: 'IN', subject: 'any', operand: 'values' },
  _nin: { sql: 'NOT IN', subject: 'any', operand: 'values' },
  _gt: { sql: '>', subject: 'ordered', operand: 'value', betweenColumns: true },
  _lt: { sql: '<', subject: 'ordered', operand: 'value', betweenColumns: true },
  _gte: { sql: '>=', subject: 'ordered', operand: 'value', betweenColumns: true },
  _lte: { sql: '<=', subject: 'ordered', operand: 'value', betweenColumns: true },
  _like: {
    sql: 'LIKE',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column match the given pattern',
  },
  _nlike: {
    sql: 'NOT LIKE',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column NOT match the given pattern',
  },
  _ilike: {
    sql: 'ILIKE',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column match the given case-insensitive pattern',
  },
  _nilike: {
    sql: 'NOT ILIKE',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column NOT match the given case-insensitive pattern',
  },
  _similar: {
    sql: 'SIMILAR TO',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column match the given SQL regular expression',
  },
  _nsimilar: {
    sql: 'NOT SIMILAR TO',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column NOT match the given SQL regular expression',
  },
  _regex: {
    sql: '~',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column match the given POSIX regular expression, case sensitive',
  },
  _iregex: {
    sql: '~*',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column match the given POSIX regular expression, case insensitive',
  },
  _nregex: {
    sql: '!~',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column NOT match the given POSIX regular expression, case sensitive',
  },
  _niregex: {
    sql: '!~*',
    subject: 'text',
    operand: 'pattern',
    description: 'does the column NOT match the given POSIX regular expression, case insensitive',
  },
  _contains: {
    sql: '@>',
    subject: 'container',
    operand: 'value',
    description: 'does the column contain the given json value at the top level',
  },
  _contained_in: {
    sql: '<@',
    subject: 'container',
    operand: 'value',
    description: 'is the column contained in the given json value',
  },
  _has_key: {
    sql: '?',
    subject: 'jsonb',
    operand: 'text',
    description: 'does the string exist as a top-level key in the column',
    acceptsNull: true,
  },
  _has_keys_any: {
    sql: '?|',
    subject: 'jsonb',
    operand: 'texts',
    description: 'do any of these strings exist as top-level keys in the column',
  },
  _has_keys_all: {
    sql: '?&',
    subject: 'jsonb',
    operand: 'texts',
    description: 'do all of these strings exist as top-level keys in the column',
  },
  _ancestor: {
    sql: '@>',
    subject: 'ltree',
    operand: 'value',
    description: 'is the left argument an ancestor of right (or equal)?',
  },
  _ancestor_any: {
    sql: '@>',
    subject: 'ltree',
    operand: 'values',
    description: 'does array contain an ancestor of `ltree`?',
  },
  _descendant: {
    sql: '<@',
    subject: 'ltree',
    operand: 'value',
    description: 'is the left argument a descendant of right (or equal)?',
  },
  _descendant_any: {
    sql: '<@',
    subject: 'ltree',
    operand: 'values',
    description: 'does array contain a descendant of `ltree`?',
  },
  _matches: {
    sql: '~',
    subject: 'ltree',
    operand: 'lquery',
    description: 'does `ltree` match `lquery`?',
  },
  _matches_any: {
    sql: '?',
    subject: 'ltree',
    operand: 'lqueries',
    description: 'does `ltree` match any `lquery` in array?',
  },
  _matches_fulltext: {
    sql: '@',
    subject: 'ltree',
    operand: 'ltxtquery',
    description: 'does `ltree` match `ltxtquery`?',
  },
} satisfies Readonly<Record<string, Operator>>

/** An operator that compares with a value, by its name in the API. */
export type ComparisonOperator = keyof typeof operators

/**
 * Every comparison operator, in the schema's order. A new one is a row here; `_is_null` and `_cast`
 * are no comparisons with a value.
 */
export const comparisonOperators: Readonly<Record<ComparisonOperator, Operator>> = operators

/** The same with their names. */
export const comparisonOperatorList = Object.entries(comparisonOperators) as readonly (readonly [
  ComparisonOperator,
  Operator,
])[]

/** PostgreSQL's text. */
export const text: PgType = { schema: 'pg_catalog', name: 'text', kind: 'base', array: false }

/** The type of an operator's right side, for a column of `subject`; a pattern's is the column's. */
export function operandType(operand: OperatorOperand, subject: PgType): PgType {
  const own = (name: string): PgType => ({ ...subject, name, kind: 'base', array: false })
  switch (operand) {
    case 'value':
    case 'pattern':
      return subject
    case 'values':
      return { ...subject, array: true }
    case 'text':
      return text
    case 'texts':
      return { ...text, array: true }
    case 'lquery':
    case 'ltxtquery':
      return own(operand)
    case 'lqueries':
      return { ...own('lquery'), array: true }
  }
}

/** Whether an operator takes a list. */
export function takesList(operand: OperatorOperand): boolean {
  return operand === 'values' || operand === 'texts' || operand === 'lqueries'
}
