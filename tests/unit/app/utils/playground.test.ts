import { describe, expect, test } from 'vitest'
import {
  layOutJson,
  parseHeaders,
  parseHistory,
  parseObject,
  remember,
} from '../../../../app/utils/playground.ts'

const entry = (query: string, at: number) => ({ query, variables: '', role: 'member', at })

describe('laying out JSON', () => {
  test('keeps every digit of a number and every character of a text', () => {
    expect(
      layOutJson(
        '{"big":123456789012345678901.10,"text":"a \\"{,}\\" b","none":[],"empty":{},"list":[1,true,null]}',
      ),
    ).toBe(
      '{\n  "big": 123456789012345678901.10,\n  "text": "a \\"{,}\\" b",\n  "none": [],\n  "empty": {},\n  "list": [\n    1,\n    true,\n    null\n  ]\n}',
    )
  })

  test('leaves what is not JSON as it is', () => {
    expect(layOutJson('<h1>Bad gateway</h1>')).toBe('<h1>Bad gateway</h1>')
  })
})

test('variables are an object, and nothing counts as an empty one', () => {
  expect(parseObject(' ')).toEqual({ kind: 'object', value: {} })
  expect(parseObject('{"id": 1}')).toEqual({ kind: 'object', value: { id: 1 } })
  expect(parseObject('[1]')).toEqual({
    kind: 'mistake',
    message: 'write an object: { "name": value }.',
  })
  expect(parseObject('{')).toMatchObject({
    kind: 'mistake',
    message: expect.stringContaining('not JSON') as unknown,
  })
})

test('a header that is no text is named', () => {
  expect(parseHeaders('{"x-hasura-role": "viewer"}')).toEqual({
    kind: 'headers',
    headers: { 'x-hasura-role': 'viewer' },
  })
  expect(parseHeaders('{"x-hasura-role": 1}')).toEqual({
    kind: 'mistake',
    message: 'Headers: "x-hasura-role" must be a text in quotes.',
  })
})

test('the same run only moves up in the history, which stays short', () => {
  expect(remember([entry('a', 2), entry('b', 1)], entry('b', 3))).toEqual([
    entry('b', 3),
    entry('a', 2),
  ])
  expect(
    remember(
      Array.from({ length: 50 }, (_, at) => entry(`q${at}`, at)),
      entry('new', 99),
    ),
  ).toHaveLength(50)
})

test('a history that cannot be read is an empty one', () => {
  expect([null, 'nonsense', '{}'].map(parseHistory)).toEqual([[], [], []])
})
