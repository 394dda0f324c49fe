// Operands for each operator: one that is as it should be, and one that can fail where a row is
// compared with it.
import { secrets } from './rows.ts'

const [secret] = secrets
const start = secret.slice(0, 4)

/** By type of the column, then a fitting value and one that does not fit. */
const samples: Readonly<Record<string, readonly [unknown, unknown]>> = {
  String: [secret, '\\'],
  Boolean: [true, 'maybe'],
  Int: [1, 'x'],
  bigint: [1, 'x'],
  smallint: [1, 99_999],
  float8: [1, 'x'],
  numeric: [1, 'x'],
  uuid: ['ffffffff-ffff-4fff-8fff-ffffffffffff', 'x'],
  date: ['2026-01-01', '2026-02-30'],
  timestamptz: ['2026-01-01T00:00:00Z', 'x'],
  history_action: ['update', 'x'],
  goal_health: ['on_track', 'x'],
  key_result_kind: ['number', 'x'],
  goal_horizon: ['weekly', 'x'],
  goal_status: ['active', 'x'],
  task_status: ['pending', 'x'],
  member_role: ['owner', 'x'],
  invitation_status: ['pending', 'x'],
  jsonb: [secret, [[[[[[[[[[1]]]]]]]]]]],
}

/** GraphQL texts to use an operator of a column with. */
export function operandsOf(type: string, operator: string): readonly string[] {
  switch (operator) {
    case '_is_null':
      return ['true']
    case '_like':
    case '_nlike':
    case '_ilike':
    case '_nilike':
      return texts(`${start}%`, `${secret.slice(0, 9)}\\`)
    case '_regex':
    case '_nregex':
    case '_iregex':
    case '_niregex':
      return texts(`${start}.*`, '(')
    case '_similar':
    case '_nsimilar':
      return texts(`${start}%`, '(')
    case '_cast':
      return [`{String: {_like: ${JSON.stringify(`"${secret.slice(0, 8)}\\`)}}}`]
    case '_has_key':
      return texts(secret)
    case '_has_keys_all':
    case '_has_keys_any':
      return [`[${texts(secret).join()}]`]
    case '_in':
    case '_nin':
      return texts(...samples[type]!).map(text => `[${text}]`)
    default:
      return texts(...samples[type]!)
  }
}

function texts(...values: readonly unknown[]): string[] {
  return values.map(value => JSON.stringify(value))
}
