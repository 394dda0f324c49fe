import type { ResultOf, VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'
import { goalFields, goalSummary } from '../viewer/goals.ts'

const writtenGoal = memberGraphql(
  `
  fragment WrittenGoal on goals { ...GoalFields parent { id title } }
`,
  [goalFields],
)

/**
 * Makes a goal that belongs to the caller; answers nothing when they have made one under the same
 * `client_key` before.
 */
export const createGoalMutation = memberGraphql(
  `
  mutation CreateGoal($object: goals_insert_input!) {
    insert_goals_one(
      object: $object
      on_conflict: { constraint: goals_created_by_client_key_key, update_columns: [] }
    ) { ...WrittenGoal ...GoalSummary }
  }
`,
  [writtenGoal, goalSummary],
)

/** The goal that a person has made under a key; `trashed` when it is in the trash. */
export const createdGoalQuery = memberGraphql(
  `
  query CreatedGoal($key: uuid!, $me: uuid!) {
    goals(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { ...WrittenGoal }
    trashed: deleted_goals(where: { client_key: { _eq: $key }, created_by: { _eq: $me } }) { id }
  }
`,
  [writtenGoal],
)

/** Changes the given fields of a goal. */
export const updateGoalMutation = memberGraphql(
  `
  mutation UpdateGoal($id: uuid!, $set: goals_set_input!) {
    update_goals_by_pk(pk_columns: { id: $id }, _set: $set) { ...WrittenGoal }
  }
`,
  [writtenGoal],
)

/**
 * Changes the given fields of a goal that has not changed since `$seen`, its `updated_at`; finds
 * nothing otherwise.
 */
export const updateUnchangedGoalMutation = memberGraphql(
  `
  mutation UpdateUnchangedGoal($id: uuid!, $seen: timestamptz!, $set: goals_set_input!) {
    update_goals(where: { id: { _eq: $id }, updated_at: { _eq: $seen } }, _set: $set) { returning { ...WrittenGoal } }
  }
`,
  [writtenGoal],
)

/** Adds a metric to a goal that has none of its name; finds nothing otherwise. */
export const addMetricMutation = memberGraphql(
  `
  mutation AddMetric($id: uuid!, $name: String!, $metric: jsonb!) {
    update_goals(
      where: { id: { _eq: $id }, _not: { metrics: { _has_key: $name } } }, _append: { metrics: $metric }
    ) { returning { ...WrittenGoal } }
  }
`,
  [writtenGoal],
)

/** Changes a metric of a goal that has it as it was read, `$base`; finds nothing otherwise. */
export const changeMetricMutation = memberGraphql(
  `
  mutation ChangeMetric($id: uuid!, $base: jsonb!, $metric: jsonb!) {
    update_goals(
      where: { id: { _eq: $id }, metrics: { _contains: $base } }, _append: { metrics: $metric }
    ) { returning { ...WrittenGoal } }
  }
`,
  [writtenGoal],
)

/** Gives a goal a metric, whatever it was before. */
export const setMetricMutation = memberGraphql(
  `
  mutation SetMetric($id: uuid!, $metric: jsonb!) {
    update_goals(where: { id: { _eq: $id } }, _append: { metrics: $metric }) { returning { ...WrittenGoal } }
  }
`,
  [writtenGoal],
)

/** Removes a metric from a goal. */
export const removeMetricMutation = memberGraphql(
  `
  mutation RemoveMetric($id: uuid!, $name: String!) {
    update_goals(where: { id: { _eq: $id } }, _delete_key: { metrics: $name }) { returning { ...WrittenGoal } }
  }
`,
  [writtenGoal],
)

/** A goal's own fields as they are now. */
export const goalRowQuery = memberGraphql(
  `
  query GoalRow($id: uuid!) { goals_by_pk(id: $id) { ...WrittenGoal } }
`,
  [writtenGoal],
)

/** Takes a goal out of the trash. */
export const restoreGoalMutation = memberGraphql(`
  mutation RestoreGoal($id: uuid!) {
    update_deleted_goals(where: { id: { _eq: $id } }, _set: { deleted_at: null }) { affected_rows }
  }
`)

/** Deletes a goal that is in the trash, for good. */
export const deleteGoalMutation = memberGraphql(`
  mutation DeleteGoal($id: uuid!) { delete_deleted_goals(where: { id: { _eq: $id } }) { affected_rows } }
`)

/** A page of the goals in the trash, last deleted first. */
export const deletedGoalsQuery = memberGraphql(`
  query DeletedGoals($limit: Int!, $offset: Int!) {
    deleted_goals(order_by: [{ deleted_at: desc }, { id: asc }], limit: $limit, offset: $offset) { id title horizon status deleted_at }
  }
`)

/** The fields of a new goal. */
export type NewGoal = VariablesOf<typeof createGoalMutation>['object']

/** The fields of a goal that can be changed. */
export type GoalChanges = VariablesOf<typeof updateGoalMutation>['set']

/** The goals in the trash. */
export type DeletedGoals = ResultOf<typeof deletedGoalsQuery>
