import { checked, nested, refused, safe, type Decision } from './decision.ts'
import { patternProblem, textProblem } from './texts.ts'
import { comparableValues, maxJson } from './values.ts'

/** The operators of one comparison type. */
type Operators = Readonly<Record<string, Decision>>

const expression =
  'A regular expression that is not valid, or that takes long, does so only where a row is matched with it.'
const insteadOfExpression = 'Use _like or _ilike, with at most four wildcards.'

/**
 * A value is compared with a column of a type, and nothing else. Undefined for a type that cannot
 * be.
 */
export function comparedWith(type: string, why: string): Decision | undefined {
  return Object.hasOwn(comparableValues, type)
    ? checked(why, comparableValues[type]!, type === 'jsonb')
    : undefined
}

/** The operators of every column type; nothing but the value's own form can fail. */
function ordinary(type: string): Operators {
  const operator = (why: string) => comparedWith(type, why)!
  return {
    _eq: operator('Equality of two values of one type cannot fail.'),
    _neq: operator('As _eq.'),
    _gt: operator('The order of two values of one type cannot fail.'),
    _gte: operator('As _gt.'),
    _lt: operator('As _gt.'),
    _lte: operator('As _gt.'),
    _in: operator('As _eq for each value.'),
    _nin: operator('As _eq for each value.'),
    _is_null: safe('It does not look at the value.'),
  }
}

const pattern = checked(
  'LIKE fails at a lone backslash only, and takes long with many wildcards only.',
  patternProblem,
)

const text: Operators = {
  ...ordinary('String'),
  _like: pattern,
  _nlike: pattern,
  _ilike: pattern,
  _nilike: pattern,
  _similar: refused('SIMILAR TO makes a regular expression of its pattern.', insteadOfExpression),
  _nsimilar: refused('As _similar.', insteadOfExpression),
  _regex: refused(expression, insteadOfExpression),
  _nregex: refused(expression, insteadOfExpression),
  _iregex: refused(expression, insteadOfExpression),
  _niregex: refused(expression, insteadOfExpression),
}

const containment = comparedWith(
  'jsonb',
  'Containment calls itself for each level, and compares part with part.',
)!
const key = checked('A look-up of a key cannot fail.', (value) => {
  const notText = textProblem(value)
  if (typeof value !== 'string' || notText) return notText
  return value.length <= maxJson.characters
    ? undefined
    : `a text of at most ${maxJson.characters} characters`
})

const json: Operators = {
  ...ordinary('jsonb'),
  _contains: containment,
  _contained_in: containment,
  _has_key: key,
  _has_keys_all: key,
  _has_keys_any: key,
  _cast: refused(
    'A cast can fail for a row, and opens the operators of another type.',
    'Compare the value itself with _eq, _contains or _has_key.',
  ),
}

/** By column type. A type that is not here is refused, and so is an operator. */
const comparisonOperators: Readonly<Record<string, Operators>> = {
  ...Object.fromEntries(Object.keys(comparableValues).map(type => [type, ordinary(type)])),
  String: text,
  jsonb: json,
}

/** The decision about an operator of `<type>_comparison_exp`; undefined when there is none. */
export function comparisonDecision(type: string, operator: string): Decision | undefined {
  const operators = Object.hasOwn(comparisonOperators, type) ? comparisonOperators[type]! : {}
  return Object.hasOwn(operators, operator) ? operators[operator] : undefined
}

const overflowing = refused(
  'Sums of squares of float8 overflow, and fail, for the rows that the caller has below a hidden one.',
  'Use count, min or max in where, or ask for the aggregate itself.',
)

/** The functions of `<table>_aggregate_bool_exp`. */
export const aggregatePredicates: Readonly<Record<string, Decision>> = {
  count: nested('Counting cannot fail.'),
  bool_and: nested('It cannot fail.'),
  bool_or: nested('It cannot fail.'),
  max: nested('It compares only.'),
  min: nested('It compares only.'),
  avg: overflowing,
  corr: overflowing,
  covar_samp: overflowing,
  stddev_samp: overflowing,
  sum: overflowing,
  var_samp: overflowing,
}
