import { describe, expect, test } from 'vitest'
import { mapErrors } from '../../../../../server/utils/gateway/errors/map-errors.ts'

const path = '$.selectionSet.insert_goals_one.args.object'

function mapped(code: string, message: string, variables: unknown = {}) {
  const [error] = JSON.parse(
    mapErrors(
      JSON.stringify({
        errors: [{ message, extensions: { code, path, internal: { error: 'select …' } } }],
      }),
      variables,
    ),
  ).errors
  return error
}

describe('an error of the database becomes', () => {
  test.each([
    [
      'a rule of a column',
      'permission-error',
      'Check constraint violation. new row for relation "goals" violates check constraint "goals_title_length"',
      'title',
      'Title must be 1 to 500 characters.',
    ],
    [
      'a rule of a trigger',
      'permission-error',
      'Check constraint violation. parent_id: choose one of the goals that you can edit',
      'parent_id',
      'Choose one of the goals that you can edit.',
    ],
    [
      'an own duplicate',
      'constraint-violation',
      'Uniqueness violation. duplicate key value violates unique constraint "categories_user_id_name_key"',
      'name',
      'You already have a category with this name.',
    ],
    [
      'a missing value',
      'constraint-violation',
      'Not-NULL violation. null value in column "target_date" of relation "goals" violates not-null constraint',
      'target_date',
      'Target date is required.',
    ],
  ])('%s', (_name, code, message, field, text) => {
    expect(mapped(code, message)).toEqual({ message: text, extensions: { code, path, field } })
  })

  test('one and the same refusal, whether a row is missing, somebody else\'s or not allowed', () => {
    const refused = {
      message: 'This is not allowed, or something that it refers to does not exist.',
      extensions: { code: 'permission-error', path },
    }
    expect(
      mapped('permission-error', 'check constraint of an insert/update permission has failed'),
    ).toEqual(refused)
    expect(
      mapped(
        'constraint-violation',
        'Foreign key violation. insert or update on table "tasks" violates foreign key constraint "tasks_goal_id_goals_id_fk"',
      ),
    ).toEqual(refused)
    expect(
      mapped(
        'constraint-violation',
        'Uniqueness violation. duplicate key value violates unique constraint "goals_pkey"',
      ),
    ).toEqual(refused)
    expect(
      mapped(
        'constraint-violation',
        'Exclusion violation. conflicting key value violates exclusion constraint "new_one"',
      ),
    ).toEqual(refused)
  })

  test.each([
    [
      'invalid input value for enum goal_status: "bogus"',
      { object: { status: 'bogus' } },
      'status',
      'Status must be one of active, completed, on_hold, cancelled.',
    ],
    [
      'invalid input syntax for type date: "tomorrowish"',
      { objects: [{ title: 'x' }, { target_date: 'tomorrowish' }] },
      'target_date',
      'Target date must be a day that exists, such as 2026-12-31.',
    ],
    [
      'date/time field value out of range: "2026-02-30"',
      { set: { due_date: '2026-02-30' } },
      'due_date',
      'Due date must be a day that exists, such as 2026-12-31.',
    ],
    [
      'invalid input syntax for type uuid: "42"',
      { where: { parent_id: { _eq: '42' } } },
      'parent_id',
      'Parent must be an id.',
    ],
    [
      'value "70000" is out of range for type smallint',
      { object: { progress: 70000 } },
      'progress',
      'Progress must be a whole number that is not too large.',
    ],
    ['invalid input syntax for type uuid: "42"', {}, undefined, 'A value must be an id.'],
    [
      'smallint out of range',
      {},
      undefined,
      'A value must be a whole number that is not too large.',
    ],
    [
      'unsupported Unicode escape sequence',
      {},
      undefined,
      'A value cannot be stored. Check the text for unusual characters and the numbers for their size.',
    ],
  ])('%s', (message, variables, field, text) => {
    expect(mapped('data-exception', message, variables)).toEqual({
      message: text,
      extensions: { code: 'data-exception', path, ...(field && { field }) },
    })
  })

  test.each(['deadlock detected', 'could not serialize access due to concurrent update'])(
    'a request to try again: %s',
    (message) => {
      expect(mapped('concurrent-update', message)).toEqual({
        message: 'Something else changed this at the same moment, so nothing was saved. Try again.',
        extensions: { code: 'concurrent-update', path },
      })
    },
  )

  test('something that tells nothing, where only a developer could use it', () => {
    expect(mapped('unexpected', 'database query error')).toEqual({
      message: 'Something went wrong here. Try again.',
      extensions: { code: 'unexpected', path },
    })
  })
})

describe('what stays as it is', () => {
  test('answers without errors, to the byte', () => {
    const body = '{"data": {"goals": [{"title": "no \\"error\\" here"}]}}'
    expect(mapErrors(body, {})).toBe(body)
    const quoted = '{"data":{"goals":[{"errors":1}]}}'
    expect(mapErrors(quoted, {})).toBe(quoted)
  })

  test('errors about the request itself', () => {
    const message = 'field \'secret\' not found in type: \'goals\''
    expect(mapped('validation-failed', message)).toEqual({
      message,
      extensions: { code: 'validation-failed', path },
    })
  })

  test('the other answers of a batch', () => {
    const batch = mapErrors(
      '[{"data":{"a":1}},{"errors":[{"message":"x","extensions":{"code":"unexpected"}}]}]',
      [],
    )
    expect(JSON.parse(batch)).toEqual([
      { data: { a: 1 } },
      {
        errors: [
          {
            message: 'Something went wrong here. Try again.',
            extensions: { code: 'unexpected', path: '$' },
          },
        ],
      },
    ])
  })
})
