/** What a broken rule of the database means to the person who broke it. */
export type RuleMessage =
  | { kind: 'field', field: string, message: string }
  /** Says only that it was refused: more would tell of rows that the caller may not see. */
  | { kind: 'refused' }

/**
 * The one answer to all that the caller may not do or that refers to something which is missing or
 * somebody else's.
 */
export const refusedMessage = 'This is not allowed, or something that it refers to does not exist.'

const field = (name: string, message: string): RuleMessage => ({
  kind: 'field',
  field: name,
  message,
})
const refused: RuleMessage = { kind: 'refused' }

const printable = (label: string) =>
  `${label} must show at least one character, and have no line breaks, control characters or direction overrides.`
const positionMessage = 'Position must be a number from -1e15 to 1e15.'

/**
 * The answer to a create whose key the caller has used before: the row is there, and is found by
 * the key.
 */
const alreadySaved = 'This was saved already.'

/**
 * Every constraint and unique index that a GraphQL request can break. The rules of triggers bring
 * their own words.
 */
export const ruleMessages: Readonly<Record<string, RuleMessage>> = {
  goals_title_length: field('title', 'Title must be 1 to 500 characters.'),
  goals_title_printable: field('title', printable('Title')),
  goals_description_length: field('description', 'Description must be at most 20,000 characters.'),
  goals_success_criteria_length: field(
    'success_criteria',
    'Success criteria must be at most 20,000 characters.',
  ),
  goals_target_date_range: field(
    'target_date',
    'Target date must be a day in the years 1 to 9999.',
  ),
  goals_progress_range: field('progress', 'Progress must be 0 to 100.'),
  goals_position_range: field('position', positionMessage),
  goals_created_by_client_key_key: field('client_key', alreadySaved),
  tasks_title_length: field('title', 'Title must be 1 to 500 characters.'),
  tasks_title_printable: field('title', printable('Title')),
  tasks_notes_length: field('notes', 'Notes must be at most 20,000 characters.'),
  tasks_priority_range: field('priority', 'Priority must be 1 to 5.'),
  tasks_due_date_range: field('due_date', 'Due date must be a day in the years 1 to 9999.'),
  tasks_position_range: field('position', positionMessage),
  tasks_created_by_client_key_key: field('client_key', alreadySaved),
  categories_name_length: field('name', 'Name must be 1 to 100 characters.'),
  categories_name_printable: field('name', printable('Name')),
  categories_color_length: field('color', 'Color must be 1 to 50 characters.'),
  categories_color_printable: field('color', printable('Color')),
  categories_position_range: field('position', positionMessage),
  categories_user_id_client_key_key: field('client_key', alreadySaved),
  categories_user_id_name_key: field('name', 'You already have a category with this name.'),
  settings_key_length: field('key', 'Key must be 1 to 100 characters.'),
  settings_key_printable: field('key', printable('Key')),
  settings_value_size: field('value', 'Value must be at most 64 kB.'),
  settings_pkey: field('key', 'You already have a setting with this key.'),
  categories_pkey: refused,
  goals_pkey: refused,
  goals_inbox_key: refused,
  tasks_pkey: refused,
  user_goals_pkey: refused,
  users_pkey: refused,
  users_username_key: refused,
  categories_user_id_users_id_fk: refused,
  goals_created_by_users_id_fk: refused,
  goals_parent_id_goals_id_fk: refused,
  settings_user_id_users_id_fk: refused,
  tasks_category_id_categories_id_fk: refused,
  tasks_created_by_users_id_fk: refused,
  tasks_goal_id_goals_id_fk: refused,
  user_goals_goal_id_goals_id_fk: refused,
  user_goals_user_id_users_id_fk: refused,
}

/** A column's name as people read it: `target_date` is "Target date". */
export function labelOf(column: string): string {
  const words = column.replace(/_id$/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
