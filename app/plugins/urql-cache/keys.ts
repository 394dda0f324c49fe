import type { KeyingConfig } from '@urql/exchange-graphcache'

type Row = Record<string, unknown>

const byId = (row: Row) => row.id as string
const embedded = () => null

/**
 * How rows of each type are told apart in the cache: by their primary key, as in the database.
 * Figures and answers are kept where they stand.
 */
export const cacheKeys: KeyingConfig = {
  users: byId,
  goals: byId,
  tasks: byId,
  task_dependencies: byId,
  categories: byId,
  audit_log: row => (row.id === undefined ? null : String(row.id)),
  own_history: byId,
  goal_parts: row => row.part_id as string,
  goal_figures: row => row.goal_id as string,
  goal_progress: row => (row.goal_id && row.day ? `${row.goal_id}:${row.day}` : null),
  deleted_goals: byId,
  deleted_tasks: byId,
  invitations: byId,
  received_invitations: byId,
  goal_grants: row => (row.user_id && row.goal_id ? `${row.user_id}:${row.goal_id}` : null),
  key_results: byId,
  deleted_key_results: byId,
  check_ins: byId,
  user_goals: row => (row.user_id && row.goal_id ? `${row.user_id}:${row.goal_id}` : null),
  goal_members: row => (row.user_id && row.goal_id ? `${row.user_id}:${row.goal_id}` : null),
  settings: row => (row.user_id && row.key ? `${row.user_id}:${row.key}` : null),
  goals_aggregate: embedded,
  goals_aggregate_fields: embedded,
  goal_figures_aggregate: embedded,
  goal_figures_aggregate_fields: embedded,
  goal_figures_avg_fields: embedded,
  tasks_aggregate: embedded,
  tasks_aggregate_fields: embedded,
  goal_members_aggregate: embedded,
  goal_members_aggregate_fields: embedded,
  user_goals_aggregate: embedded,
  user_goals_aggregate_fields: embedded,
  categories_aggregate: embedded,
  categories_aggregate_fields: embedded,
  users_aggregate: embedded,
  users_aggregate_fields: embedded,
  goals_mutation_response: embedded,
  tasks_mutation_response: embedded,
  task_dependencies_mutation_response: embedded,
  deleted_goals_mutation_response: embedded,
  deleted_tasks_mutation_response: embedded,
  received_invitations_mutation_response: embedded,
  key_results_mutation_response: embedded,
  deleted_key_results_mutation_response: embedded,
  check_ins_aggregate: embedded,
  check_ins_aggregate_fields: embedded,
  check_ins_mutation_response: embedded,
}
