import { labelOf } from '../../errors/field-messages.ts'
import { GraphqlProblem } from '../../errors/graphql-problem.ts'
import type { Decision } from './decision.ts'
import { decisionOf, placeOf } from './decisions.ts'
import { addMeasure, checkMeasure, maxConditions, nothing, type Measure } from './measure.ts'
import { patternProblem } from './texts.ts'
import { inputFieldType } from './schema.ts'

/** Where a value stands in the request. */
export interface Path {
  readonly name: string
  readonly parent?: Path
}

/** A value with its type, and what is decided about it. */
interface Input {
  readonly type: string
  readonly decision: Decision | undefined
  readonly value: unknown
  readonly path: Path
}

/** Measures a value. @throws GraphqlProblem when it is refused, or over a limit */
export type CheckInput = (input: Input) => Measure

/**
 * Makes a check for one request. Of a variable that is used often, each object is walked once for
 * each type.
 */
export function createInputCheck(): CheckInput {
  const measured = new Map<string, WeakMap<object, Measure>>()

  function check({ decision, ...input }: Input, level: number): Measure {
    if (input.value === undefined || input.value === null) return nothing()
    switch (decision?.kind) {
      case undefined:
        throw notFound(input.path)
      case 'safe':
        return nothing()
      case 'refused':
        throw new GraphqlProblem(
          'not-supported',
          `${input.path.name} is not available. ${decision.instead}`,
          { path: textOf(input.path) },
        )
      case 'checked':
        return checkValues(input, decision)
      case 'nested':
        return Array.isArray(input.value)
          ? checkList(input, input.value, level)
          : checkObject(input, level)
    }
  }

  function checkList(
    { type, path }: Omit<Input, 'decision'>,
    values: readonly unknown[],
    level: number,
  ): Measure {
    const total = nothing()
    for (const [index, value] of values.entries()) {
      addMeasure(
        total,
        value === null
          ? nothing()
          : checkObject({ type, value, path: { name: String(index), parent: path } }, level),
      )
    }
    return total
  }

  function checkObject({ type, value, path }: Omit<Input, 'decision'>, level: number): Measure {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new GraphqlProblem('validation-failed', `expected an object for type '${type}'`, {
        path: textOf(path),
      })
    }
    checkMeasure({ ...nothing(), levels: level })
    const ofType = measured.get(type) ?? new WeakMap<object, Measure>()
    measured.set(type, ofType)
    const total = ofType.get(value) ?? checkFields(type, value, path, level)
    ofType.set(value, total)
    return total
  }

  function checkFields(type: string, value: object, path: Path, level: number): Measure {
    const total = { ...nothing(), levels: 1, conditions: placeOf(type) === 'condition' ? 1 : 0 }
    for (const [name, inner] of Object.entries(value)) {
      const at = { name, parent: path }
      const fieldType = inputFieldType(type, name)
      if (fieldType === undefined) throw notFound(at, type)
      const decision = decisionOf(type, name, fieldType)
      const { levels, ...measure } = check(
        { type: fieldType, decision, value: inner, path: at },
        level + 1,
      )
      addMeasure(total, { ...measure, levels: levels + 1 })
      addMeasure(total, costOf(type, name, decision))
    }
    return total
  }
  return input => check(input, 1)
}

function checkValues(
  { value, path }: Omit<Input, 'decision'>,
  { problem: problemOf, isWhole }: Extract<Decision, { kind: 'checked' }>,
): Measure {
  const values: readonly unknown[] = Array.isArray(value) && !isWhole ? value : [value]
  if (values.length > maxConditions.values) {
    throw new GraphqlProblem(
      'limit-exceeded',
      `The operation asks for too much: at most ${maxConditions.values} values in a list.`,
      { path: textOf(path) },
    )
  }
  for (const one of values) {
    const problem = one === null ? undefined : problemOf(one)
    if (problem !== undefined) {
      const column = columnOf(path)
      throw new GraphqlProblem('data-exception', `${labelOf(column)} must be ${problem}.`, {
        path: textOf(path),
        field: column,
      })
    }
  }
  return nothing()
}

/** The measure of one entry of a condition or a sort key by itself. */
function costOf(type: string, name: string, decision: Decision | undefined): Measure {
  const isNested = decision?.kind === 'nested'
  switch (placeOf(type)) {
    case 'comparison':
      return {
        ...nothing(),
        conditions: 1,
        patterns: decision?.kind === 'checked' && decision.problem === patternProblem ? 1 : 0,
      }
    case 'condition':
      return { ...nothing(), relationships: isRelationship(type, name) ? 1 : 0 }
    case 'order':
      return { ...nothing(), conditions: isNested ? 0 : 1, relationships: isNested ? 1 : 0 }
    default:
      return nothing()
  }
}

function isRelationship(type: string, name: string): boolean {
  return !name.startsWith('_') && placeOf(inputFieldType(type, name)!) !== 'comparison'
}

/** The name of the argument or column that a value is for, past operators and places in a list. */
function columnOf({ name, parent }: Path): string {
  return parent && /^(_|\d)/.test(name) ? columnOf(parent) : name
}

/** A path as Hasura writes it: `$.selectionSet.goals.args.where.title`. */
export function textOf({ name, parent }: Path): string {
  return `${parent ? textOf(parent) : '$'}${/^\d/.test(name) ? `[${name}]` : `.${name}`}`
}

/** Refuses a name in Hasura's words. */
export function notFound(path: Path, type?: string): GraphqlProblem {
  const place = type === undefined ? '' : ` in type: '${type}'`
  return new GraphqlProblem('validation-failed', `field '${path.name}' not found${place}`, {
    path: textOf(path),
  })
}
