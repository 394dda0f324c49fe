// A predicate in plain words, for people who decide about access and do not read metadata.
import type { Json, Predicate } from './model.ts'

const comparisons: Readonly<Record<string, string>> = {
  _eq: 'is',
  _neq: 'is not',
  _ne: 'is not',
  _gt: 'is more than',
  _lt: 'is less than',
  _gte: 'is at least',
  _lte: 'is at most',
  _in: 'is one of',
  _nin: 'is none of',
  _like: 'matches',
  _ilike: 'matches',
  _nlike: 'does not match',
  _nilike: 'does not match',
  _ceq: 'equals the column',
  _cneq: 'differs from the column',
  _cgt: 'is more than the column',
  _clt: 'is less than the column',
  _cgte: 'is at least the column',
  _clte: 'is at most the column',
  _contains: 'contains',
  _contained_in: 'is within',
}

/**
 * Says when a row passes: `deleted at is empty, and through its members (user id is the caller, and
 * is active)`.
 */
export function inWords(predicate: Predicate | undefined): string {
  if (!predicate || Object.keys(predicate).length === 0) return 'always'
  return Object.entries(predicate)
    .map(([key, value]) => clauseInWords(key, value))
    .join(', and ')
}

/** One key of a predicate in words. */
function clauseInWords(key: string, value: Json): string {
  switch (key.replace(/^\$/, '_')) {
    case '_and':
      return list(value)
        .map(part => inWords(part))
        .join(', and ')
    case '_or':
      return `either ${list(value)
        .map(part => `(${inWords(part)})`)
        .join(' or ')}`
    case '_not':
      return `not (${inWords(value as Predicate)})`
    case '_exists': {
      const { _table, _where } = value as { _table: string | { name: string }, _where: Predicate }
      return `there is a row of ${typeof _table === 'string' ? _table : _table.name} (${inWords(_where)})`
    }
  }
  if (!isObject(value)) return `${plain(key)} is ${valueInWords(value)}`
  const operators = Object.entries(value)
  if (
    operators.length > 0
    && operators.every(([name]) => name.startsWith('_') && !logical.has(name))
  ) {
    return operators
      .map(([name, operand]) => comparisonInWords(plain(key), name, operand))
      .join(' and ')
  }
  return `through its ${plain(key)} (${inWords(value)})`
}

const logical = new Set(['_and', '_or', '_not', '_exists'])

function comparisonInWords(column: string, operator: string, operand: Json): string {
  if (operator === '_eq' && typeof operand === 'boolean' && column.startsWith('is '))
    return operand ? column : column.replace('is', 'is not')
  if (operator === '_is_null') return `${column} is ${operand ? 'empty' : 'set'}`
  return `${column} ${comparisons[operator] ?? operator} ${valueInWords(operand)}`
}

function valueInWords(value: Json): string {
  if (typeof value === 'string' && /^x-hasura-user-id$/i.test(value)) return 'the caller'
  if (typeof value === 'string' && /^x-hasura-/i.test(value))
    return `the caller's ${plain(value.slice('x-hasura-'.length))}`
  if (Array.isArray(value) && value[0] === '$')
    return `${plain(String(value[1]))} of the row itself`
  if (Array.isArray(value)) return value.map(valueInWords).join(' or ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, ' ')
}

function list(value: Json): Predicate[] {
  return (Array.isArray(value) ? value : [value]) as Predicate[]
}

function isObject(value: Json): value is Predicate {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
