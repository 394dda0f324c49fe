import type { ValueNode } from 'graphql'
import { literalNode, type GenerateContext } from './context.ts'
import {
  booleanNode,
  listNode,
  nullNode,
  numberNode,
  objectFieldNode,
  objectNode,
  stringNode,
} from './nodes.ts'

const texts = [
  '',
  'a',
  'Ada',
  '%',
  'ann%',
  '%_\\%',
  'it\'s',
  '"quoted"',
  'ä',
  '😀',
  '\u202E',
  'a\nb',
  '{a,b}',
  'null',
  '0',
  'x'.repeat(300),
  '$1',
  '--',
  '\\',
  'E\'\\',
]
const patterns = [
  '%',
  '%a%',
  '_%',
  '%\\%%',
  '(a|b)%',
  '^a',
  'a+$',
  '[[:alpha:]]+',
  '.*',
  '\\d',
  'title 1%',
  '%😀%',
  '',
  '(?i)ADA',
  'a{1,2}%',
]
const brokenPatterns = ['\\', '(', '[', 'a{2,1}', '%\\', '*', '(?<x>', '{']
const integers = ['0', '1', '2', '3', '7', '-1', '100', '2147483647', '-2147483648']
const fractions = ['0', '1.5', '-2.25', '1e3', '0.1', '12', '1.50']
const bigNumbers = [
  '9007199254740993',
  '-9223372036854775808',
  '12345678901234567890',
  '0.1000000000000000055511151231257827',
]
const broken = ['2147483648', '1e400', '99999999999999999999999', '-0', '1.5']
const paths = [
  'a',
  '$.a',
  'a.b[0]',
  '$.a.b[1].k',
  '[0]',
  '$',
  '$["a"]',
  'n',
  'tags[0]',
  '["ä"]',
  'x.y.z',
]

const words: Readonly<Record<string, readonly string[]>> = {
  String: texts,
  citext: texts,
  bpchar: texts,
  name: texts,
  uuid: ['00000000-0000-4000-8000-000000000003', 'FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF'],
  date: ['2000-01-01', '2024-02-29', 'infinity', '0001-01-01 BC'],
  timestamptz: ['2024-01-01T00:00:00Z', '2024-02-29 12:00:00.123456+02', 'infinity', 'epoch'],
  timestamp: ['2024-01-01T00:00:00'],
  time: ['06:31', '24:00:00', '06:30:00.5'],
  timetz: ['06:30+02'],
  ltree: ['top', 'top.left', 'other', ''],
  lquery: ['top.*', '*.left', '!top', '*{1}'],
  ltxtquery: ['top & left', 'other | top', '!left'],
  lseg: [],
  json: [],
  jsonb: [],
}
const numbers: Readonly<Record<string, readonly string[]>> = {
  Int: integers,
  smallint: ['0', '1', '7', '-32768', '32767'],
  Float: fractions,
  float8: fractions,
  bigint: [...integers, ...bigNumbers.slice(0, 2)],
  numeric: [...fractions, ...bigNumbers],
  money: ['1', '2.50'],
}

/** What a value is for. */
export interface ValuePlace {
  /** The column's field, for values that are in the database. */
  readonly field: string | undefined
  /** The argument or operator. */
  readonly name: string
}

/** A value of a scalar type; now and then one that PostgreSQL or the type refuses. */
export function scalarNode(type: string, place: ValuePlace, context: GenerateContext): ValueNode {
  const { random, pool, spelling } = context
  const use = spelling.plain(place.name)
  if (random.chance(0.015)) return brokenNode(context)
  if (type === 'Boolean')
    return random.chance(0.05) ? stringNode('true') : booleanNode(random.chance(0.5))
  if (/regex|like|similar/.test(use)) return stringNode(patternOf(place, context))
  if (/has_key|delete_key/.test(use))
    return stringNode(random.pick(['a', 'n', 'two', 'tags', 'ä', '']))
  if (use === 'path') return stringNode(random.pick(paths))
  if (use === 'limit' || use === 'offset')
    return numberNode(String(random.int(use === 'limit' ? 9 : 4)))
  const known = pool.values.get(place.field ?? place.name)
  if (known && known.length > 0 && random.chance(0.6))
    return knownNode(random.pick(known), type, context)
  if (type === 'json' || type === 'jsonb') return jsonNode(2, context)
  const digits = numbers[type]
  if (digits)
    return random.chance(0.1) ? stringNode(random.pick(digits)) : numberNode(random.pick(digits))
  return stringNode(random.pick(words[type] ?? texts))
}

/** A value out of the database fits the type, unless the field's name means another one. */
function knownNode(value: unknown, type: string, context: GenerateContext): ValueNode {
  if (type === 'json' || type === 'jsonb') return literalNode(value)
  const item = Array.isArray(value) ? (value[context.random.int(value.length)] as unknown) : value
  if (type === 'String' && typeof item !== 'string') return stringNode(String(item))
  return typeof item === 'object' && item !== null && !('rawJSON' in item)
    ? stringNode('')
    : literalNode(item ?? '')
}

function patternOf({ field }: ValuePlace, { random, pool }: GenerateContext): string {
  if (random.chance(0.05)) return random.pick(brokenPatterns)
  const known = pool.values.get(field ?? '')
  if (!known || random.chance(0.4)) return random.pick(patterns)
  const text = String(random.pick(known)).replaceAll(/[\\()[\]{}*+?|^$.]/g, '_')
  // By characters: half of a surrogate pair is no character of a document.
  const part = (from: number, to?: number) => [...text].slice(from, to).join('')
  return random.pick([
    text,
    `${part(0, 3)}%`,
    `%${part(-2)}`,
    `%${part(1, 4)}%`,
    text.toUpperCase(),
  ])
}

function brokenNode({ random }: GenerateContext): ValueNode {
  return random.pick([
    stringNode('a\u0000b'),
    stringNode('not a value'),
    nullNode,
    objectNode([]),
    listNode([]),
    ...broken.map(numberNode),
    booleanNode(true),
  ])
}

function jsonNode(depth: number, context: GenerateContext): ValueNode {
  const { random } = context
  const choice = random.int(depth > 0 ? 8 : 5)
  switch (choice) {
    case 0:
      return stringNode(random.pick(texts))
    case 1:
      return numberNode(random.pick([...integers, ...fractions]))
    case 2:
      return booleanNode(random.chance(0.5))
    case 3:
      return nullNode
    case 4:
      return objectNode([])
    case 5:
      return listNode(Array.from({ length: random.int(3) }, () => jsonNode(depth - 1, context)))
    default:
      return objectNode(
        random
          .some(['a', 'b', 'n', 'k', 'tags'], 3)
          .map(name => objectFieldNode(name, jsonNode(depth - 1, context))),
      )
  }
}
