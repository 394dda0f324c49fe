import { expect, test } from 'vitest'
import type { Json } from '../../../../../hasura/engine/metadata/types.ts'
import { literalText } from '../../../plan/read/literal.ts'

const type = (name: string, array = false) => ({ schema: 'pg_catalog', name, array })

test.each<[Json, string, boolean, string | null]>([
  [7, 'int4', false, '7'],
  [true, 'bool', false, 'true'],
  [null, 'text', false, null],
  [null, 'jsonb', false, 'null'],
  ['x', 'jsonb', false, '"x"'],
  [['a"b', 'c\\d', null], 'text', true, '{"a\\"b","c\\\\d",NULL}'],
  [
    [
      [1, 2],
      [3, 4],
    ],
    'int4',
    true,
    '{{"1","2"},{"3","4"}}',
  ],
  [[[1, 2]], 'jsonb', true, '{"[1,2]"}'],
  ['{1,2}', 'int4', true, '{1,2}'],
  [[], 'int4', true, '{}'],
])('writes %j for %s (array: %s) as %s', (value, name, array, text) => {
  expect(literalText(value, type(name, array))).toBe(text)
})
