import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'
import { keyResultFields } from './key-results.ts'
import { taskFields, taskLink, taskSummary } from './tasks.ts'

/** What a goal itself says wherever it is one of many. */
const goalColumns = viewerGraphql(`
  fragment GoalColumns on goals {
    id parent_id horizon status title manual_progress target_date position is_inbox archived_at completed_at
    created_at updated_at
  }
`)

/** What a goal shows wherever it is one of many. */
export const goalSummary = viewerGraphql(
  `
  fragment GoalSummary on goals { ...GoalColumns figures { goal_id progress parts } }
`,
  [goalColumns],
)

/**
 * A goal with all that a person may change. Without its figures: a mutation's answer has those of
 * before.
 */
export const goalFields = viewerGraphql(
  `
  fragment GoalFields on goals {
    ...GoalColumns
    description success_criteria weight metrics category_id
    category { id name }
  }
`,
  [goalColumns],
)

/**
 * The first view: figures, the nearest goals of each horizon, and what is due until `$soon`. Archived
 * goals count in the figures and are in no list.
 */
export const dashboardQuery = viewerGraphql(
  `
  query Dashboard($soon: date!) {
    active: goals_aggregate(where: { is_inbox: { _eq: false }, status: { _eq: "active" } }) { aggregate { count } }
    completed: goals_aggregate(where: { is_inbox: { _eq: false }, status: { _eq: "completed" } }) { aggregate { count } }
    on_hold: goals_aggregate(where: { is_inbox: { _eq: false }, status: { _eq: "on_hold" } }) { aggregate { count } }
    cancelled: goals_aggregate(where: { is_inbox: { _eq: false }, status: { _eq: "cancelled" } }) { aggregate { count } }
    overall: goal_figures_aggregate(where: { goal: { is_inbox: { _eq: false }, status: { _in: ["active", "completed"] } } }) { aggregate { avg { progress } } }
    weekly: goals(
      where: { is_inbox: { _eq: false }, horizon: { _eq: "weekly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }
      order_by: [{ target_date: asc_nulls_last }, { position: asc }, { created_at: desc }], limit: 7
    ) { ...GoalSummary parent { id title } }
    weekly_open: goals_aggregate(where: { is_inbox: { _eq: false }, horizon: { _eq: "weekly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }) { aggregate { count } }
    monthly: goals(
      where: { is_inbox: { _eq: false }, horizon: { _eq: "monthly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }
      order_by: [{ target_date: asc_nulls_last }, { position: asc }, { created_at: desc }], limit: 7
    ) { ...GoalSummary parent { id title } }
    monthly_open: goals_aggregate(where: { is_inbox: { _eq: false }, horizon: { _eq: "monthly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }) { aggregate { count } }
    quarterly: goals(
      where: { is_inbox: { _eq: false }, horizon: { _eq: "quarterly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }
      order_by: [{ target_date: asc_nulls_last }, { position: asc }, { created_at: desc }], limit: 7
    ) { ...GoalSummary parent { id title } }
    quarterly_open: goals_aggregate(where: { is_inbox: { _eq: false }, horizon: { _eq: "quarterly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }) { aggregate { count } }
    yearly: goals(
      where: { is_inbox: { _eq: false }, horizon: { _eq: "yearly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }
      order_by: [{ target_date: asc_nulls_last }, { position: asc }, { created_at: desc }], limit: 7
    ) { ...GoalSummary parent { id title } }
    yearly_open: goals_aggregate(where: { is_inbox: { _eq: false }, horizon: { _eq: "yearly" }, status: { _in: ["active", "on_hold"] }, archived_at: { _is_null: true } }) { aggregate { count } }
    due_goals: goals(
      where: { is_inbox: { _eq: false }, status: { _eq: "active" }, target_date: { _lte: $soon }, archived_at: { _is_null: true } }
      order_by: [{ target_date: asc }, { created_at: desc }], limit: 8
    ) { ...GoalSummary parent { id title } }
    due_tasks: tasks(
      where: { status: { _in: ["pending", "in_progress", "blocked"] }, due_date: { _lte: $soon } }
      order_by: [{ due_date: asc }, { priority: asc }, { created_at: desc }], limit: 8
    ) { ...TaskSummary goal { id title horizon is_inbox archived_at } }
  }
`,
  [goalSummary, taskSummary],
)

/**
 * All goals of one person, newest first, read from the junction's own index: a tree of them is one
 * cheap query.
 */
export const goalOutlineQuery = viewerGraphql(
  `
  query GoalOutline($me: uuid!, $limit: Int!, $offset: Int!) {
    user_goals(where: { user_id: { _eq: $me } }, order_by: [{ created_at: desc }, { goal_id: asc }], limit: $limit, offset: $offset) {
      user_id goal_id role
      goal { ...GoalSummary }
    }
  }
`,
  [goalSummary],
)

/**
 * The goals of one person that have changed since a moment, and whose figures have since a day; the
 * newest membership, and their number.
 */
export const goalChangesQuery = viewerGraphql(
  `
  query GoalChanges($me: uuid!, $since: timestamptz!, $day: date!, $limit: Int!) {
    goals(
      where: { memberships: { user_id: { _eq: $me } }, updated_at: { _gte: $since } }
      order_by: [{ updated_at: desc }, { id: asc }], limit: $limit
    ) { ...GoalSummary }
    goal_progress(
      where: { day: { _gte: $day }, goal: { memberships: { user_id: { _eq: $me } } } }
      order_by: [{ day: desc }, { goal_id: asc }], limit: 200
    ) { goal_id day goal { id figures { goal_id progress parts } } }
    newest: user_goals(where: { user_id: { _eq: $me } }, order_by: [{ created_at: desc }, { goal_id: asc }], limit: 1) { user_id goal_id }
    user_goals_aggregate(where: { user_id: { _eq: $me } }) { aggregate { count } }
  }
`,
  [goalSummary],
)

/** How many goals a person has, the Inbox left out. */
export const goalCountQuery = viewerGraphql(`
  query GoalCount($me: uuid!) {
    user_goals_aggregate(where: { user_id: { _eq: $me }, goal: { is_inbox: { _eq: false } } }) { aggregate { count } }
  }
`)

/** One goal with its way up, its sub-goals, its key results, its tasks, and what those wait for. */
export const goalQuery = viewerGraphql(
  `
  query Goal($id: uuid!, $me: uuid!) {
    goals_by_pk(id: $id) {
      ...GoalFields
      ...GoalSummary
      parent { id title horizon parent { id title horizon parent { id title horizon parent { id title horizon parent_id } } } }
      members(where: { user_id: { _eq: $me } }) { user_id goal_id role granted_role }
      children(order_by: [{ position: asc }, { created_at: asc }]) { ...GoalSummary }
      healths: check_ins(where: { health: { _is_null: false } }, order_by: [{ created_at: desc }], limit: 1) {
        id health created_at
      }
      key_results(order_by: [{ position: asc }, { created_at: asc }]) { ...KeyResultFields }
      tasks(order_by: [{ position: asc }, { created_at: asc }]) { ...TaskFields }
    }
    task_dependencies(where: { task: { goal_id: { _eq: $id } } }, order_by: [{ created_at: asc }]) { ...TaskLink }
  }
`,
  [goalFields, goalSummary, keyResultFields, taskFields, taskLink],
)

/**
 * A page of goals whose title fits a pattern of LIKE, newest first: those that are `$listed`, or those
 * that are archived. One pattern a document, as the gateway asks.
 */
export const goalSearchQuery = viewerGraphql(
  `
  query GoalSearch($title: String!, $horizons: [goal_horizon!]!, $statuses: [goal_status!]!, $listed: Boolean!, $limit: Int!, $offset: Int!) {
    goals(
      where: { title: { _ilike: $title }, is_inbox: { _eq: false }, horizon: { _in: $horizons }, status: { _in: $statuses }, archived_at: { _is_null: $listed } }
      order_by: [{ created_at: desc }, { id: asc }], limit: $limit, offset: $offset
    ) { ...GoalSummary parent { id title } }
  }
`,
  [goalSummary],
)

/** The goal of one person that holds the tasks without another, and what those wait for. */
export const inboxQuery = viewerGraphql(
  `
  query Inbox($me: uuid!) {
    goals(where: { is_inbox: { _eq: true }, memberships: { user_id: { _eq: $me }, role: { _eq: "owner" } } }, limit: 1) {
      id title tasks(order_by: [{ position: asc }, { created_at: asc }]) { ...TaskFields }
    }
    task_dependencies(
      where: { task: { goal: { is_inbox: { _eq: true }, memberships: { user_id: { _eq: $me }, role: { _eq: "owner" } } } } }
      order_by: [{ created_at: asc }]
    ) { ...TaskLink }
  }
`,
  [taskFields, taskLink],
)

/** A page of the goals right below one in their order: no answer holds all of very many. */
export const subGoalsQuery = viewerGraphql(
  `
  query SubGoals($parent: uuid!, $limit: Int!, $offset: Int!) {
    goals(where: { parent_id: { _eq: $parent } }, order_by: [{ position: asc }, { created_at: asc }, { id: asc }], limit: $limit, offset: $offset) {
      ...GoalSummary
    }
  }
`,
  [goalSummary],
)

/** The Inbox of one person without its tasks. */
export const inboxTitleQuery = viewerGraphql(`
  query InboxTitle($me: uuid!) {
    goals(where: { is_inbox: { _eq: true }, memberships: { user_id: { _eq: $me }, role: { _eq: "owner" } } }, limit: 1) { id title }
  }
`)

/** A goal's title alone. */
export const goalTitleQuery = viewerGraphql(`
  query GoalTitle($id: uuid!) { goals_by_pk(id: $id) { id title } }
`)

/** A goal of a person's outline. */
export type Membership = ResultOf<typeof goalOutlineQuery>['user_goals'][number]

/** What has changed in a person's outline. */
export type GoalChanges = ResultOf<typeof goalChangesQuery>

/** A goal as one of many. */
export type GoalSummary = ResultOf<typeof goalSummary>

/** The dashboard's answer. */
export type DashboardResult = ResultOf<typeof dashboardQuery>

/** One goal, whole. */
export type GoalDetail = NonNullable<ResultOf<typeof goalQuery>['goals_by_pk']>
