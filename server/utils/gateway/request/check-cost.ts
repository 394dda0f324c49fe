import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import { outputFields } from './generated/output-fields.ts'
import { GraphqlProblem } from '../errors/graphql-problem.ts'
import { maxListRows } from '#shared/limits.ts'

/**
 * The most that one operation may cost. A row, and any other object of the answer, costs 1; so does
 * a column that a row repeats under an alias.
 */
export const maxCost = 400_000

/**
 * Columns with long texts, and what one costs in full: 1 for each 1000 characters that it may have.
 * Few rows have such long texts, so that each costs `longTextCost` where it stands once; but one that
 * is repeated in the answer is enough to make it huge: then it counts in full.
 */
const longTexts: Readonly<Record<string, number>> = {
  description: 20,
  success_criteria: 20,
  notes: 20,
  note: 20,
  metrics: 17,
  tags: 6,
  value: 66,
  difference: 600,
}
const longTextCost = 4

/**
 * Sizes of what introspection answers, which no permission limits, with room for larger schemas;
 * other lists have 5.
 */
const introspectionSizes: Readonly<Record<string, number>> = {
  types: 350,
  fields: 4,
  inputFields: 4,
  enumValues: 2,
  args: 2,
  possibleTypes: 1,
  interfaces: 1,
  ofType: 0.4,
}

/** Each selection is looked at once for every place where its fragment is used. */
const maxSelections = 10_000

/** The objects at one place of an answer. */
interface Rows {
  readonly type: string
  /** How many there are at most. */
  readonly count: number
  /** How often one and the same row may be among them. */
  readonly repeats: number
  /** Of an aggregate: the limit that its `nodes` have. */
  readonly limit: number
  /** Whether the answer may have the same rows more than once. */
  readonly isRepeated: boolean
  /** The fields that were asked for below these so far, whatever their aliases. */
  readonly fields: Set<string>
}

/**
 * Estimates how much an operation may answer, and refuses it before it runs when that is too much.
 * The work that lists nested in lists cause is out of proportion to the length of a document, and
 * Hasura's community edition does not limit it.
 *
 * A list has the rows that its `limit` or the permission allows for each row above it; but down a
 * relationship, a row belongs to one row above, so that all lists together have no more than the
 * table. That is not so once the way went up: many rows have the same parent, and each repeats all
 * that is below it. So `goals { tasks }` adds, and `tasks { goal { tasks } }` multiplies.
 *
 * @throws GraphqlProblem `limit-exceeded`
 */
export function checkCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const cost = costOf(document, operation, variables)
  if (cost <= maxCost) return
  const [asked, allowed] = [cost, maxCost].map(figure => figure.toLocaleString('en'))
  throw new GraphqlProblem(
    'limit-exceeded',
    `The operation asks for too much: its answer may have ${asked} rows, at most ${allowed} `
    + `(long texts count as ${longTextCost} to ${Math.max(...Object.values(longTexts))} rows each). `
    + 'Set a smaller "limit" on its lists, first on those inside other lists.',
  )
}

/** The estimate of {@link checkCost}. */
export function costOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const fragments = new Map(
    document.definitions
      .filter(
        (definition): definition is FragmentDefinitionNode =>
          definition.kind === Kind.FRAGMENT_DEFINITION,
      )
      .map(fragment => [fragment.name.value, fragment.selectionSet]),
  )
  const argumentOf = argumentReader(operation, variables)
  let selections = 0

  function below(set: SelectionSetNode, rows: Rows): number {
    let cost = 0
    for (const selection of set.selections) {
      selections += 1
      if (selections > maxSelections) return Infinity
      if (selection.kind === Kind.FIELD) cost += field(selection, rows)
      else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : fragments.get(selection.name.value)
        if (inner) cost += below(inner, rows)
      }
    }
    return cost
  }

  function field(node: FieldNode, parent: Rows): number {
    const name = node.name.value
    const isAgain = node.alias !== undefined && parent.fields.has(name)
    const rows = rowsOf(name, parent, {
      limit: limitIn(argumentOf(node, ['limit', 'batch_size'])),
      updates: updatesIn(argumentOf(node, ['updates'])),
    })
    parent.fields.add(name)
    if (!rows) return parent.count * columnCost(name, { isAgain, isRepeated: parent.isRepeated })
    return rows.count + (node.selectionSet ? below(node.selectionSet, rows) : 0)
  }
  return below(operation.selectionSet, {
    type: rootTypes[operation.operation],
    count: 1,
    repeats: 1,
    limit: maxListRows,
    isRepeated: false,
    fields: new Set(),
  })
}

/**
 * `isAgain`: the row has it already, under another name; `isRepeated`: the answer may have the row
 * again.
 */
function columnCost(
  name: string,
  { isAgain, isRepeated }: { isAgain: boolean, isRepeated: boolean },
): number {
  const inFull = own(longTexts, name)
  if (inFull === undefined) return Number(isAgain)
  return isAgain || isRepeated ? inFull : longTextCost
}

const rootTypes = {
  query: 'query_root',
  mutation: 'mutation_root',
  subscription: 'subscription_root',
} as const
const introspection: Readonly<Record<string, { type: string, isList: boolean }>> = {
  __schema: { type: '__Schema', isList: false },
  __type: { type: '__Type', isList: false },
}

/** The number of a field's objects, as its arguments limit it. */
interface Sizes {
  readonly limit: number | undefined
  readonly updates: number
}

/** The objects of a field; undefined when it is a column, or unknown and refused by Hasura. */
function rowsOf(name: string, parent: Rows, { limit: ownLimit, updates }: Sizes): Rows | undefined {
  const field = own(introspection, name) ?? own(own(outputFields, parent.type) ?? {}, name)
  if (!field) return undefined
  const { type, isList } = field
  const limit = Math.min(ownLimit ?? (name === 'nodes' ? parent.limit : maxListRows), maxListRows)
  const rows = {
    type,
    limit,
    isRepeated: parent.isRepeated || parent.fields.has(name),
    fields: new Set<string>(),
  }
  if (type.startsWith('__'))
    return {
      ...rows,
      count: parent.count * (own(introspectionSizes, name) ?? (isList ? 5 : 1)),
      repeats: 1,
    }
  // Each update of one `_many` may return the same rows.
  if (isList && parent.type === rootTypes.mutation)
    return {
      ...rows,
      count: updates,
      repeats: updates,
      isRepeated: updates > 1,
    }
  if (isList)
    return {
      ...rows,
      count: Math.min(parent.count * limit, parent.repeats * maxListRows),
      repeats: parent.repeats,
    }
  if (parent.type.endsWith('_root') || isPartOf(name, type, parent.type))
    return { ...rows, count: parent.count, repeats: parent.repeats }
  return {
    ...rows,
    count: parent.count,
    repeats: parent.count,
    isRepeated: rows.isRepeated || parent.count > 1,
  }
}

/** A record's own value: a field may have the name of something that every object inherits. */
function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/**
 * Whether an object belongs to its parent alone: an aggregate of rows below it, an aggregate's
 * figures, and the goal of a membership. Users see their own memberships only, one for each goal.
 */
function isPartOf(name: string, type: string, parentType: string): boolean {
  return (
    type.endsWith('_aggregate')
    || parentType.endsWith('_aggregate')
    || parentType.endsWith('_aggregate_fields')
    || (parentType === 'user_goals' && name === 'goal')
  )
}

/**
 * Reads one of a field's arguments, whichever of the names it has: a number, or a list with its
 * length. Undefined for anything else.
 */
function argumentReader(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): (field: FieldNode, names: readonly string[]) => unknown {
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue,
    ]),
  )
  return ({ arguments: given }, names) => {
    const value = given?.find(({ name }) => names.includes(name.value))?.value
    if (value?.kind !== Kind.VARIABLE) return literalOf(value)
    const variable = own(variables, value.name.value)
    return variable === undefined ? literalOf(defaults.get(value.name.value)) : variable
  }
}

function literalOf(value: ValueNode | undefined): unknown {
  if (value?.kind === Kind.INT) return Number(value.value)
  return value?.kind === Kind.LIST ? value.values : undefined
}

function limitIn(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined
}

/** A value that is no list stands for a list of itself. */
function updatesIn(value: unknown): number {
  return Array.isArray(value) ? value.length : 1
}
