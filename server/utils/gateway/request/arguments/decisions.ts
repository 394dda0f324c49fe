import { aggregatePredicates, comparedWith, comparisonDecision } from './comparison-decisions.ts'
import { checked, nested, safe, type Decision } from './decision.ts'
import { isInputType } from './schema.ts'
import { exactNumber, storedNumber, wholeNumber } from './values.ts'

/** Where in a request an input type stands, which decides what its fields may hold. */
export type Place = 'comparison' | 'condition' | 'aggregate' | 'order' | 'key' | 'data' | 'conflict'

interface Rule {
  readonly place: Place
  readonly decide: (field: string, fieldType: string, column: string) => Decision | undefined
}

const inside = nested('Its own fields are decided.')
const enumerated = safe('A name of the schema.')
const kept = safe(
  'It is evaluated for rows that have passed the permission, and for none that the caller may not write.',
)

/** A value to compare a column with. */
function operand(_field: string, type: string): Decision | undefined {
  return comparedWith(type, 'It is compared, and nothing else.')
}

/**
 * A value to store. A float8 may not be so large that a sum over it fails later, in another user's
 * hidden row.
 */
function stored(_field: string, type: string): Decision | undefined {
  if (isInputType(type)) return inside
  if (type === 'numeric') return checked('As float8, and a long one would take long to read.', exactNumber)
  return type === 'float8' ? checked('A sum of such numbers cannot overflow.', storedNumber) : kept
}

const isOf =
  (...names: string[]) =>
    (field: string, type: string) =>
      !names.includes(field) ? undefined : isInputType(type) ? inside : enumerated

/** By the end of the type's name, as Hasura gives it. The first that fits counts. */
const rules: readonly (readonly [RegExp, Rule])[] = [
  [
    /^(?<column>.+)_comparison_exp$/,
    { place: 'comparison', decide: (field, _type, column) => comparisonDecision(column, field) },
  ],
  [
    /_aggregate_bool_exp$/,
    {
      place: 'aggregate',
      decide: field =>
        Object.hasOwn(aggregatePredicates, field) ? aggregatePredicates[field] : undefined,
    },
  ],
  [
    /_aggregate_bool_exp_[a-z_]+$/,
    { place: 'aggregate', decide: isOf('arguments', 'distinct', 'filter', 'predicate', 'X', 'Y') },
  ],
  [
    /_cast_exp$/,
    { place: 'comparison', decide: (_field, type) => (isInputType(type) ? inside : undefined) },
  ],
  [
    /_bool_exp$/,
    { place: 'condition', decide: (_field, type) => (isInputType(type) ? inside : undefined) },
  ],
  [
    /_order_by$/,
    {
      place: 'order',
      decide: (_field, type) =>
        isInputType(type)
          ? inside
          : type === 'order_by'
            ? safe('Sorting compares only.')
            : undefined,
    },
  ],
  [/_pk_columns_input$/, { place: 'key', decide: operand }],
  [/_stream_cursor_value_input$/, { place: 'key', decide: operand }],
  [/_stream_cursor_input$/, { place: 'key', decide: isOf('initial_value', 'ordering') }],
  [/_on_conflict$/, { place: 'conflict', decide: isOf('constraint', 'update_columns', 'where') }],
  [/_(arr|obj)_rel_insert_input$/, { place: 'data', decide: isOf('data', 'on_conflict') }],
  [
    /_updates$/,
    { place: 'data', decide: (_field, type) => (isInputType(type) ? inside : undefined) },
  ],
  [/_(insert|set|inc)_input$/, { place: 'data', decide: stored }],
  [
    /_(append|prepend|delete_key|delete_elem|delete_at_path)_input$/,
    { place: 'data', decide: () => kept },
  ],
]

/** Where an input type stands; undefined when there is no decision about it. */
export function placeOf(type: string): Place | undefined {
  return ruleOf(type)?.rule.place
}

/**
 * The decision about a field of an input type. Without one (undefined) the field is refused.
 */
export function decisionOf(type: string, field: string, fieldType: string): Decision | undefined {
  const found = ruleOf(type)
  return found?.rule.decide(field, fieldType, found.column)
}

const counted = checked(
  'A number of rows that is negative fails where the rows are counted, which can be once a hidden row.',
  wholeNumber(0, 2 ** 31 - 1),
)

/**
 * The decision about an argument of a field. Without one (undefined) the argument is refused.
 */
export function argumentDecision(argument: string, type: string): Decision | undefined {
  if (isInputType(type)) return inside
  switch (argument) {
    case 'limit':
    case 'offset':
    case 'batch_size':
      return counted
    case 'distinct_on':
    case 'columns':
      return enumerated
    case 'distinct':
      return safe('It says only whether to count twice.')
    case 'path':
      return safe('A path that leads nowhere gives null.')
    default:
      return operand(argument, type)
  }
}

interface TypeRule {
  readonly rule: Rule
  readonly column: string
}

/** Types of the schema only, so that it does not grow with requests. */
const known = new Map<string, TypeRule | undefined>()

function ruleOf(type: string): TypeRule | undefined {
  if (!known.has(type) && isInputType(type)) known.set(type, findRule(type))
  return known.get(type)
}

function findRule(type: string): TypeRule | undefined {
  for (const [pattern, rule] of rules) {
    const match = pattern.exec(type)
    if (match) return { rule, column: match.groups?.column ?? '' }
  }
}
