import { readFileSync } from 'node:fs'
import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql'
import { describe, expect, test } from 'vitest'
import { roles } from '#shared/roles.ts'
import {
  argumentSchema,
  printArgumentSchema,
} from '../../../../../../app/graphql/tools/argument-schema.ts'
import { readSchema } from '../../../../../../app/graphql/tools/write-types.ts'
import {
  argumentDecision,
  decisionOf,
  placeOf,
} from '../../../../../../server/utils/gateway/request/arguments/decisions.ts'

const committed = new URL(
  '../../../../../../server/utils/gateway/request/arguments/schema.json',
  import.meta.url,
)
const types = roles
  .flatMap(role => Object.values(readSchema(role).getTypeMap()))
  .filter(type => !type.name.startsWith('__'))

/** Every field of every input type, and every argument, of every role: each once. */
const inputs = new Map(
  types
    .filter(isInputObjectType)
    .flatMap(type =>
      Object.values(type.getFields()).map(field => [
        `${type.name}.${field.name}`,
        { type: type.name, field: field.name, fieldType: getNamedType(field.type) },
      ]),
    ),
)
const taken = new Map(
  types
    .filter(isObjectType)
    .flatMap(type =>
      Object.values(type.getFields()).flatMap(field =>
        field.args.map(
          argument =>
            [
              `${type.name}.${field.name}(${argument.name})`,
              { argument: argument.name, type: getNamedType(argument.type).name },
            ] as const,
        ),
      ),
    ),
)

test('the gateway knows the schema that the pages are typed against (npm run graphql:generate)', () => {
  expect(readFileSync(committed, 'utf8')).toBe(
    printArgumentSchema(argumentSchema(roles.map(readSchema))),
  )
})

describe('everything that a request can hold is decided', () => {
  test('each field of each input type', () => {
    const undecided = [...inputs]
      .filter(([, { type, field, fieldType }]) => !decisionOf(type, field, fieldType.name))
      .map(([name]) => name)
    expect(undecided).toEqual([])
    expect(inputs.size).toBeGreaterThan(500)
  })

  test('each argument of each field', () => {
    expect(
      [...taken]
        .filter(([, { argument, type }]) => !argumentDecision(argument, type))
        .map(([name]) => name),
    ).toEqual([])
    expect(taken.size).toBeGreaterThan(300)
  })

  test('what is an input type is looked into, unless it is refused', () => {
    const passed = [...inputs].filter(
      ([, { type, field, fieldType }]) =>
        isInputObjectType(fieldType)
        && !['nested', 'refused'].includes(decisionOf(type, field, fieldType.name)!.kind),
    )
    expect(passed).toEqual([])
  })

  test('what is compared with a column passes only as a name of the schema, or a checked value', () => {
    const compared = [...inputs].filter(
      ([, { type, fieldType }]) =>
        ['comparison', 'key'].includes(placeOf(type)!)
        && !isInputObjectType(fieldType)
        && !isEnumType(fieldType),
    )
    const passed = compared
      .filter(
        ([, { type, field, fieldType }]) =>
          decisionOf(type, field, fieldType.name)!.kind === 'safe',
      )
      .map(([, { field }]) => field)
    expect(new Set(passed)).toEqual(new Set(['_is_null']))
  })
})

describe('what is not decided is refused', () => {
  test.each([
    ['String_comparison_exp', '_sounds_like', 'String'],
    ['tsvector_comparison_exp', '_eq', 'tsvector'],
    ['interval_comparison_exp', '_eq', 'interval'],
    ['goals_aggregate_bool_exp', 'stddev_pop', 'goals_aggregate_bool_exp_stddev_pop'],
    ['goals_bool_exp', 'score', 'float8'],
    ['goals_order_by', 'score', 'score_goals_args'],
    ['search_goals_args', 'text', 'String'],
    ['goals_stream_cursor_value_input', 'score', 'interval'],
    ['goals_on_conflict', 'set', 'goals_set_input'],
  ])('%s.%s', (type, field, fieldType) => {
    expect(decisionOf(type, field, fieldType)).toBeUndefined()
  })

  test('an argument of a new kind', () => {
    expect(argumentDecision('args', 'search_goals_args')).toBeUndefined()
    expect(argumentDecision('area', 'geometry')).toBeUndefined()
  })
})
