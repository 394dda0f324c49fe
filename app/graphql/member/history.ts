import type { VariablesOf } from 'gql.tada'
import { memberGraphql } from '../roles.ts'
import { goalFields } from '../viewer/goals.ts'
import { taskFields } from '../viewer/tasks.ts'

/** Takes back a change of a goal that `where` says is still as it left it. */
export const revertGoalMutation = memberGraphql(
  `
  mutation RevertGoal($where: goals_bool_exp!, $set: goals_set_input!) {
    update_goals(where: $where, _set: $set) { returning { ...GoalFields parent { id title } } }
  }
`,
  [goalFields],
)

/** As {@link revertGoalMutation}, of a task. */
export const revertTaskMutation = memberGraphql(
  `
  mutation RevertTask($where: tasks_bool_exp!, $set: tasks_set_input!) {
    update_tasks(where: $where, _set: $set) { returning { ...TaskFields goal { id title horizon is_inbox } } }
  }
`,
  [taskFields],
)

/** As {@link revertGoalMutation}, of a key result. */
export const revertKeyResultMutation = memberGraphql(`
  mutation RevertKeyResult($where: key_results_bool_exp!, $set: key_results_set_input!) {
    update_key_results(where: $where, _set: $set) { returning { id } }
  }
`)

/** As {@link revertGoalMutation}, of a check-in. */
export const revertCheckInMutation = memberGraphql(`
  mutation RevertCheckIn($where: check_ins_bool_exp!, $set: check_ins_set_input!) {
    update_check_ins(where: $where, _set: $set) { returning { id } }
  }
`)

/** The columns of each table that a change can be taken back in. */
export interface RevertedColumns {
  goals: VariablesOf<typeof revertGoalMutation>['set']
  tasks: VariablesOf<typeof revertTaskMutation>['set']
  key_results: VariablesOf<typeof revertKeyResultMutation>['set']
  check_ins: VariablesOf<typeof revertCheckInMutation>['set']
}
