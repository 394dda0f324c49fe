import { describe, expect, test } from 'vitest'
import { maxConditions } from '../../../../../../server/utils/gateway/request/arguments/measure.ts'
import {
  readOperation,
  readRequest,
} from '../../../../../../server/utils/gateway/request/read-operations.ts'

const refusal = (request: () => unknown): {
  code: string
  message: string
  path: string
} => {
  try {
    request()
  }
  catch (error) {
    return error as {
      code: string
      message: string
      path: string
    }
  }
  return { code: 'none', message: 'it passed', path: '' }
}
const codeOf = (query: string, variables?: object) =>
  refusal(() => readOperation({ query, variables })).code
const where = (table: string, condition: string) =>
  `{ ${table}(where: ${condition}) { __typename } }`
const compared = (column: string, operator: string, value: unknown) =>
  `{${column}: {${operator}: ${JSON.stringify(value)}}}`

const uuid = '00000000-0000-4000-8000-000000000000'
const ordinary = ['_eq', '_neq', '_gt', '_gte', '_lt', '_lte']

/** For each type: a column of it, values that can be compared, and values that cannot. */
const columns: readonly (readonly [
  type: string,
  table: string,
  column: string,
  good: readonly unknown[],
  bad: readonly unknown[],
])[] = [
  ['String', 'goals', 'title', ['', 'x\\', '(', '😀'], [1, true, 'a\u0000']],
  ['Boolean', 'goals', 'is_inbox', [true, false], ['true', 1]],
  ['smallint', 'goals', 'progress', [0, -32768, 32767], [32768, -32769, 0.5, '1', 'NaN']],
  ['float8', 'goals', 'position', [0, -1.5, 1e308], ['NaN', 'Infinity', '1', 'x']],
  ['uuid', 'goals', 'id', [uuid, uuid.replaceAll('0', 'A')], ['x', `${uuid}0`, `{${uuid}}`, '', 1]],
  [
    'date',
    'goals',
    'target_date',
    ['2026-12-31', '0001-01-01', '2024-02-29'],
    ['2026-02-30', '2025-02-29', '0000-01-01', 'infinity', 'today', '2026-1-1', '12026-01-01'],
  ],
  [
    'timestamptz',
    'goals',
    'created_at',
    [
      '2026-12-31T18:00:00Z',
      '2026-12-31T18:00:00.123456+00:00',
      '2026-12-31 18:00:00+02',
      '2026-12-31',
    ],
    [
      '2026-02-30T00:00:00Z',
      '2026-12-31T24:00:00Z',
      '2026-12-31T18:00:60Z',
      'now',
      'infinity',
      '2026-12-31T18:00:00 Europe/Berlin',
    ],
  ],
  ['goal_status', 'goals', 'status', ['active', 'on_hold'], ['done', '', 1]],
  ['goal_horizon', 'goals', 'horizon', ['weekly'], ['daily']],
  ['task_status', 'tasks', 'status', ['blocked'], ['active']],
  ['member_role', 'user_goals', 'role', ['owner'], ['admin']],
  [
    'jsonb',
    'settings',
    'value',
    [1, 'x\\', [1, [2]]],
    [JSON.parse(`${'['.repeat(9)}${']'.repeat(9)}`), 'x'.repeat(2000)],
  ],
]

describe.each(columns)('a column of type %s', (_type, table, column, good, bad) => {
  test.each(ordinary)('is compared by %s with a value of its type', (operator) => {
    for (const value of good)
      expect([value, codeOf(where(table, compared(column, operator, value)))]).toEqual([
        value,
        'none',
      ])
    for (const value of bad)
      expect([value, codeOf(where(table, compared(column, operator, value)))]).toEqual([
        value,
        'data-exception',
      ])
  })

  test.each(['_in', '_nin'])('is compared by %s with a list of values', (operator) => {
    expect(codeOf(where(table, compared(column, operator, good)))).toBe('none')
    for (const value of bad)
      expect([value, codeOf(where(table, compared(column, operator, [good[0], value])))]).toEqual([
        value,
        'data-exception',
      ])
  })

  test('can be null, or compared with it', () => {
    expect(codeOf(where(table, compared(column, '_is_null', true)))).toBe('none')
    expect(codeOf(where(table, compared(column, '_eq', null)))).toBe('none')
  })
})

const patternOperators = ['_like', '_nlike', '_ilike', '_nilike']

describe.each(patternOperators)('a pattern of %s', (operator) => {
  const code = (pattern: string) => codeOf(where('goals', compared('title', operator, pattern)))

  test.each(['', '%', 'Sell%', '%a_b%c', '\\%\\_\\%\\_\\%', '\\\\', 'a\\\\\\\\', 'x'.repeat(200)])(
    '%s passes',
    pattern => expect(code(pattern)).toBe('none'),
  )
  test.each(['\\', 'Sell the c\\', '%\\', '\\\\\\', '%%%%%', '_____', 'x'.repeat(201)])(
    '%s is refused',
    pattern => expect(code(pattern)).toBe('data-exception'),
  )
})

describe('what can fail for a row is refused', () => {
  const refused = ['_similar', '_nsimilar', '_regex', '_nregex', '_iregex', '_niregex'].map(
    operator => where('goals', compared('title', operator, 'x')),
  )

  test.each([
    ...refused,
    where('settings', '{value: {_cast: {String: {_eq: "x"}}}}'),
    ...['avg', 'sum', 'stddev_samp', 'var_samp'].map(name =>
      where('goals', `{children_aggregate: {${name}: {arguments: position, predicate: {_gt: 1}}}}`),
    ),
    ...['corr', 'covar_samp'].map(name =>
      where(
        'goals',
        `{children_aggregate: {${name}: {arguments: {X: position, Y: position}, predicate: {_gt: 1}}}}`,
      ),
    ),
  ])('%s', query => expect(codeOf(query)).toBe('not-supported'))

  test.each([
    '{ goals(limit: -1) { id } }',
    '{ goals(offset: -1) { id } }',
    '{ goals { tasks(offset: -1) { id } } }',
    '{ goals(offset: 2147483648) { id } }',
    'subscription { goals_stream(batch_size: -1, cursor: {initial_value: {created_at: "2026-01-01"}}) { id } }',
    'subscription { goals_stream(batch_size: 1, cursor: {initial_value: {created_at: "x"}}) { id } }',
    '{ goals_by_pk(id: "x") { id } }',
    `mutation { update_goals_by_pk(pk_columns: {id: "x"}, _set: {title: "a"}) { id } }`,
    `mutation { update_goals(where: {}, _set: {position: 1e300}) { affected_rows } }`,
    `mutation { update_goals(where: {}, _inc: {position: 1e300}) { affected_rows } }`,
    `mutation { insert_goals_one(object: {title: "a", tasks: {data: [{title: "b", position: "Infinity"}]}}) { id } }`,
    `{ settings(where: {value: {_has_keys_any: ["${'x'.repeat(2001)}"]}}) { key } }`,
    ...['"a\\u0000"'].flatMap(text => [
      where('goals', `{title: {_eq: ${text}}}`),
      where('goals', `{title: {_like: ${text}}}`),
      where('settings', `{value: {_has_key: ${text}}}`),
      where('settings', `{value: {_contains: {a: [${text}]}}}`),
      where('settings', `{value: {_eq: ${text}}}`),
    ]),
    where('settings', '{value: {_contains: {a: 1e999999}}}'),
  ])('%s', query => expect(codeOf(query)).toBe('data-exception'))

  test.each([
    where(
      'goals',
      '{children_aggregate: {count: {filter: {title: {_like: "a%"}}, predicate: {_gt: 1}}}}',
    ),
    where(
      'goals',
      '{children_aggregate: {bool_and: {arguments: is_inbox, predicate: {_eq: true}}}}',
    ),
    where('goals', '{children_aggregate: {max: {arguments: position, predicate: {_gt: 1}}}}'),
    '{ goals(order_by: [{parent: {title: asc}}, {children_aggregate: {avg: {progress: desc}}}], distinct_on: [title]) { id } }',
    'subscription { goals_stream(batch_size: 1, cursor: {initial_value: {created_at: "2026-01-01T00:00:00Z"}, ordering: DESC}) { id } }',
    '{ __schema { types { name } } __type(name: "goals") { name } }',
    '{ settings(where: {value: {_contains: {_like: "x\\\\", _regex: "("}}}) { value(path: "$._like") } }',
    'mutation { insert_settings(objects: [{key: "a", value: {_like: "x\\\\", position: 1e308}}], on_conflict: {constraint: settings_pkey, update_columns: [value]}) { affected_rows } }',
    'mutation { update_settings(where: {}, _append: {value: {_regex: "("}}, _delete_at_path: {value: ["a"]}) { affected_rows } }',
  ])('%s passes', query => expect(codeOf(query)).toBe('none'))
})

test('half of a surrogate pair is refused, in texts, patterns, keys and JSON', () => {
  for (const [type, condition] of [
    ['String', '{title: {_eq: $value}}'],
    ['String', '{title: {_like: $value}}'],
    ['String', '{creator: {name: {_in: [$value]}}}'],
  ] as const)
    expect(
      codeOf(`query ($value: ${type}) { goals(where: ${condition}) { id } }`, { value: 'a\uD800' }),
    ).toBe('data-exception')
  expect(
    codeOf('query ($value: jsonb) { settings(where: {value: {_contains: $value}}) { key } }', {
      value: { a: ['\uD800'] },
    }),
  ).toBe('data-exception')
})

describe('a pattern is found wherever it stands', () => {
  const lone = '"c\\\\"'
  const condition = `{title: {_like: ${lone}}}`

  test.each([
    ['in a list', where('goals', `{_or: [{}, ${condition}]}`)],
    ['below _not', where('goals', `{_not: ${condition}}`)],
    ['through a relationship', where('tasks', `{goal: ${condition}}`)],
    [
      'in an aggregate\'s filter',
      where('goals', `{children_aggregate: {count: {filter: ${condition}, predicate: {_eq: 1}}}}`),
    ],
    ['in a nested field', `{ goals { tasks(where: ${condition}) { id } } }`],
    ['in an aggregate', `{ goals_aggregate(where: ${condition}) { aggregate { count } } }`],
    [
      'in an update',
      `mutation { update_goals(where: ${condition}, _set: {title: "x"}) { affected_rows } }`,
    ],
    [
      'in one of many updates',
      `mutation { update_goals_many(updates: [{where: ${condition}, _set: {title: "x"}}]) { affected_rows } }`,
    ],
    ['in a deletion', `mutation { delete_goals(where: ${condition}) { affected_rows } }`],
    [
      'in an upsert',
      `mutation { insert_goals_one(object: {title: "x"}, on_conflict: {constraint: goals_pkey, where: ${condition}}) { id } }`,
    ],
    [
      'in a nested upsert',
      `mutation { insert_tasks_one(object: {title: "x", goal: {data: {title: "y"}, on_conflict: {constraint: goals_pkey, where: ${condition}}}}) { id } }`,
    ],
    [
      'in what a mutation returns',
      `mutation { delete_goals(where: {}) { returning { tasks(where: ${condition}) { id } } } }`,
    ],
    ['in a subscription', `subscription { goals(where: ${condition}) { id } }`],
    [
      'in a stream',
      `subscription { goals_stream(batch_size: 1, cursor: {initial_value: {created_at: "2026-01-01"}}, where: ${condition}) { id } }`,
    ],
    [
      'in a fragment',
      `{ ...F } fragment F on query_root { ...G } fragment G on query_root { goals(where: ${condition}) { id } }`,
    ],
    [
      'in an inline fragment that is skipped',
      `{ ... @skip(if: true) { goals(where: ${condition}) { id } } }`,
    ],
    ['in a block string', '{ goals(where: {title: {_like: """c\\"""}}) { id } }'],
    [
      'in the default of a variable',
      `query ($p: String = ${lone}) { goals(where: {title: {_like: $p}}) { id } }`,
    ],
    [
      'in the default of a whole condition',
      `query ($w: goals_bool_exp = ${condition}) { goals(where: $w) { id } }`,
    ],
  ])('%s', (_place, query) => expect(codeOf(query)).not.toBe('none'))

  test.each([
    [
      'a variable',
      'query ($p: String) { goals(where: {title: {_like: $p}}) { id } }',
      { p: 'c\\' },
    ],
    [
      'a variable named __proto__',
      'query ($__proto__: goals_bool_exp) { goals(where: $__proto__) { id } }',
      JSON.parse('{"__proto__": {"title": {"_like": "c\\\\"}}}'),
    ],
    [
      'a variable\'s default beside null',
      `query ($p: String = ${lone}) { goals(where: {title: {_like: $p}}) { id } }`,
      { p: null },
    ],
    [
      'a variable inside of a condition',
      'query ($w: [goals_bool_exp!]) { goals(where: {_and: $w}) { id } }',
      { w: [{ _not: { title: { _like: 'c\\' } } }] },
    ],
    [
      'a variable in a list',
      'query ($w: goals_bool_exp) { goals(where: {_and: [$w]}) { id } }',
      { w: { title: { _like: 'c\\' } } },
    ],
  ])('in %s', (_place, query, variables) => {
    const sent = () => readOperation({ query, variables }).variables as { __proto__?: unknown }
    const code = refusal(sent).code
    if (code === 'none') expect(Object.keys(sent())).toEqual([])
    else expect(code).toBe('data-exception')
  })

  test('in any operation of a batch', () => {
    const operations = [{ query: where('goals', '{}') }, { query: where('goals', condition) }]
    expect(refusal(() => readRequest(JSON.stringify(operations))).code).toBe('data-exception')
  })

  test('and its place is named', () => {
    expect(
      refusal(() => readOperation({ query: where('goals', `{_or: [${condition}]}`) })),
    ).toMatchObject({
      message: expect.stringMatching(/^Title must be a pattern without a lone backslash/),
      path: '$.selectionSet.goals.args.where._or[0].title._like',
      field: 'title',
    })
  })
})

describe('what no role\'s schema has is refused', () => {
  test.each([
    '{ secrets { id } }',
    '{ goals { secret } }',
    '{ goals(having: {}) { id } }',
    where('goals', '{secret: {_eq: 1}}'),
    where('goals', '{title: {_sounds_like: "x"}}'),
    where('goals', '{constructor: {_eq: 1}}'),
    '{ constructor { id } }',
    where('goals', '1'),
    where('goals', '{title: "x"}'),
    '{ ...F } fragment F on mutation_root { goals { id } }',
    '{ goals { ... on tasks { id } } }',
    '{ ...Missing }',
  ])('%s', query => expect(codeOf(query)).toBe('validation-failed'))
})

describe('the size of conditions', () => {
  const nest = (levels: number, inner: unknown = { title: { _eq: 'x' } }): unknown =>
    levels === 0 ? inner : { _not: nest(levels - 1, inner) }
  const through = (levels: number): unknown => (levels === 0 ? {} : { parent: through(levels - 1) })
  const send = (condition: unknown) =>
    codeOf('query ($w: goals_bool_exp!) { goals(where: $w) { id } }', { w: condition })
  const many = (count: number, condition: unknown) => ({
    _and: Array.from({ length: count }, () => condition),
  })

  test.each([
    ['levels', nest(maxConditions.levels - 2), nest(maxConditions.levels - 1)],
    ['conditions', many(99, { title: { _eq: 'x' } }), many(100, { title: { _eq: 'x' } })],
    ['relationships', many(10, { parent: {} }), many(11, { parent: {} })],
    ['aggregates', many(10, { children_aggregate: {} }), many(11, { children_aggregate: {} })],
    ['patterns', many(10, { title: { _like: 'x' } }), many(11, { title: { _ilike: 'x' } })],
    [
      'values of a list',
      { title: { _in: Array.from({ length: 1000 }, () => 'x') } },
      { title: { _in: Array.from({ length: 1001 }, () => 'x') } },
    ],
  ])('is limited in %s', (_what, most, more) => {
    expect(send(most)).toBe('none')
    expect(send(more)).toBe('limit-exceeded')
  })

  test('counts a variable, a fragment and an operation of a batch each time', () => {
    const w = many(60, { title: { _eq: 'x' } })
    expect(codeOf('query ($w: goals_bool_exp!) { goals(where: $w) { id } }', { w })).toBe('none')
    expect(
      codeOf(
        'query ($w: goals_bool_exp!) { a: goals(where: $w) { id } b: goals(where: $w) { id } }',
        { w },
      ),
    ).toBe('limit-exceeded')
    expect(
      codeOf(
        'query ($w: goals_bool_exp!) { a: goals { ...F } b: goals { ...F } } fragment F on goals { children(where: $w) { id } }',
        { w },
      ),
    ).toBe('limit-exceeded')
    const operation = {
      query: 'query ($w: goals_bool_exp!) { goals(where: $w) { id } }',
      variables: { w },
    }
    expect(refusal(() => readRequest(JSON.stringify([operation, operation]))).code).toBe(
      'limit-exceeded',
    )
  })

  test('counts sort keys and the relationships of theirs', () => {
    const sorted = (keys: number) => `{ goals(order_by: [${'{title: asc} '.repeat(keys)}]) { id } }`
    expect([codeOf(sorted(200)), codeOf(sorted(201))]).toEqual(['none', 'limit-exceeded'])
    const related = (keys: number) =>
      `{ goals(order_by: [${'{parent: {title: asc}} '.repeat(keys)}]) { id } }`
    expect([codeOf(related(10)), codeOf(related(11))]).toEqual(['none', 'limit-exceeded'])
  })

  test('takes no time, however large the condition is', () => {
    const wide = { _and: Array.from({ length: 50_000 }, () => ({})) }
    const fields = Array.from(
      { length: 50 },
      (_, index) => `f${index}: goals(where: $w) { id }`,
    ).join(' ')
    const start = performance.now()
    for (const condition of [nest(3000), through(3000), wide])
      expect(send(condition)).toBe('limit-exceeded')
    expect(
      codeOf(`query ($o: [goals_insert_input!]!, $w: goals_bool_exp) { ${fields} }`, {
        w: many(3, { title: { _in: Array.from({ length: 1000 }, () => 'x') } }),
      }),
    ).toBe('limit-exceeded')
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('counts the fields at the root of a batch together', () => {
    const operation = {
      query: `{ ${Array.from({ length: 26 }, (_, index) => `f${index}: goals { id }`).join(' ')} }`,
    }
    expect(refusal(() => readRequest(JSON.stringify([operation]))).code).toBe('none')
    expect(refusal(() => readRequest(JSON.stringify([operation, operation]))).code).toBe(
      'limit-exceeded',
    )
  })
})

describe('Hasura gets what was checked', () => {
  const sent = (body: string) =>
    JSON.parse(readRequest(body).body) as { query: string, variables: object }

  test('of two keys with one name, the one that was read', () => {
    expect(
      sent(
        '{"query": "{ goals { id } }", "query": "{ tasks { id } }", "variables": {"a": 1, "a": 2}}',
      ),
    ).toEqual({ query: '{\n  tasks {\n    id\n  }\n}', variables: { a: 2 } })
  })

  test('numbers as they were written', () => {
    expect(
      readRequest(
        '{"query": "{ goals { id } }", "variables": {"n": [12345678901234567890, 1.0, 1e5, -0]}}',
      ).body,
    ).toContain('[12345678901234567890,1.0,1e5,-0]')
  })

  test('a block string as a plain one, and no comment', () => {
    expect(
      sent(
        JSON.stringify({
          query: '{ goals(where: {title: {_eq: """\n  a "b"\\"""\n  """}}) { id } } # {',
        }),
      ).query,
    ).toBe('{\n  goals(where: { title: { _eq: "a \\"b\\"\\"\\"\\"" } }) {\n    id\n  }\n}')
  })
})
