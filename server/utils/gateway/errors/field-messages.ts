import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { ruleOf, type ColumnRule, type Range } from '../../../../db/schema/columns.ts'
import * as schema from '../../../../db/schema/index.ts'
import { maxSettingBytes, ranges } from '#shared/limits.ts'

/** The meaning of a violated constraint for the person whose request violated it. */
export type RuleMessage =
  | {
    readonly kind: 'field'
    readonly field: string
    readonly message: string
  }
  /** Says only that it was refused: more would tell of rows that the caller may not see. */
  | { readonly kind: 'refused' }

/**
 * The one answer to all that the caller may not do or that refers to something which is missing or
 * belongs to another user.
 */
export const refusedMessage = 'This is not allowed, or something that it refers to does not exist.'

const refused: RuleMessage = { kind: 'refused' }

/**
 * The answer to a create whose key the caller has used before: the row is there, and is found by
 * the key.
 */
const alreadySaved = 'This was saved already.'

/** Messages of the constraints whose definition does not tell them. */
const written: Readonly<Record<string, RuleMessage>> = {
  goals_progress_range: field('manual_progress', `Progress must be ${rangeText(ranges.progress)}.`),
  goals_metrics_object: field('metrics', 'Metrics must be an object.'),
  tasks_tags_array: field('tags', 'Tags must be a list of texts.'),
  tasks_recurrence_object: field('recurrence', 'Recurrence must be an object.'),
  key_results_unit_printable: field(
    'unit',
    'Unit must have no line breaks, control characters or direction overrides.',
  ),
  check_ins_something: field('note', 'Write a note, choose a health, or give a key result a value.'),
  categories_user_id_name_key: field('name', 'You already have a category with this name.'),
  settings_value_size: field('value', `Value must be at most ${maxSettingBytes / 1024} kB.`),
  goal_grants_pkey: field('user_id', 'Change the role that this person has on this goal already.'),
  invitations_goal_id_invitee_key: field(
    'invitee',
    'Wait for an answer, or take the open invitation back first.',
  ),
  settings_pkey: field('key', 'You already have a setting with this key.'),
  // Of figures that follow from others: no request names them.
  closed_goals_progress_range: refused,
}

/**
 * Every constraint and unique index of the schema that a GraphQL request can violate. Errors that
 * triggers raise carry their own message.
 *
 * Most follow from the schema. A check that no function of `db/schema/columns.ts` makes, and a
 * unique key whose violation the caller may learn of, need an entry above.
 */
export const ruleMessages: Readonly<Record<string, RuleMessage>> = {
  ...Object.fromEntries(
    Object.values(schema).flatMap(entity => (is(entity, PgTable) ? derived(entity) : [])),
  ),
  ...written,
}

/** A column's name as people read it: `target_date` is "Target date". */
export function labelOf(column: string): string {
  const words = column.replace(/_id$/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function derived(table: PgTable): [constraint: string, RuleMessage][] {
  const { schema: namespace, name, columns, checks, foreignKeys, indexes, primaryKeys, uniqueConstraints } =
    getTableConfig(table)
  if (namespace !== undefined) return []
  return [
    ...checks.flatMap((check): [string, RuleMessage][] => {
      const known = ruleOf(check)
      return known
        ? [[check.name, field(known.column, `${labelOf(known.column)} must ${demand(known.rule)}.`)]]
        : []
    }),
    ...uniqueConstraints.map((key): [string, RuleMessage] => [
      key.getName()!,
      key.columns.some(column => column.name === 'client_key') ? field('client_key', alreadySaved) : refused,
    ]),
    ...[
      ...columns.filter(column => column.primary).map(() => `${name}_pkey`),
      ...primaryKeys.map(key => key.getName()),
      ...foreignKeys.map(key => key.getName()),
      ...indexes.filter(({ config }) => config.unique).map(({ config }) => config.name!),
    ].map((constraint): [string, RuleMessage] => [constraint, refused]),
  ]
}

/** Words that complete "… must". */
function demand(rule: ColumnRule): string {
  switch (rule.kind) {
    case 'text':
      return `be ${rule.isRequired ? '1 to' : 'at most'} ${rule.max.toLocaleString('en-GB')} characters`
    case 'line':
      return 'show at least one character, and have no line breaks, control characters or direction overrides'
    case 'number':
      return `be ${rangeText(rule.range)}${rule.decimals === undefined ? '' : ` with at most ${rule.decimals} decimals`}`
    case 'bytes':
      return `be at most ${rule.max.toLocaleString('en-GB')} bytes of JSON`
    case 'day':
      return 'be a day in the years 1 to 9999'
  }
}

function rangeText({ min, max }: Range): string {
  const exponential = (value: number) => value.toExponential().replace('e+', 'e')
  return max >= 1e9
    ? `a number from ${exponential(min)} to ${exponential(max)}`
    : `${min.toLocaleString('en-GB')} to ${max.toLocaleString('en-GB')}`
}

function field(name: string, message: string): RuleMessage {
  return { kind: 'field', field: name, message }
}
