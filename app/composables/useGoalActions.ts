import { useUndo } from './useUndo'
import { useWrite, type Outcome } from './useWrite'
import { createGoalMutation, updateGoalMutation, type GoalChanges, type NewGoal } from '~/graphql/member/goals'
import { missing } from '~/utils/problems'
import type { GoalStatus } from '~/utils/statuses'
import { shorten } from '~/utils/text'

export type { GoalChanges }

/** The parts of a goal that its actions need. */
export interface ActedGoal { id: string, title: string, status: GoalStatus, progress: number }

/** Creates and changes goals: at once on the page, then on the server, with a way back. */
export function useGoalActions() {
  const write = useWrite()
  const { offer, refuse } = useUndo()

  /** Makes a goal. A refusal is the form's to show. */
  async function create(goal: NewGoal): Promise<Outcome<{ id: string, title: string }>> {
    const outcome = await write({ document: createGoalMutation, variables: { object: goal }, read: ({ insert_goals_one: row }) => row ?? missing('goal') })
    if (outcome.kind === 'done') offer(`Added “${shorten(outcome.value.title)}”`, { kind: 'goal-trash', id: outcome.value.id })
    return outcome
  }

  /** Changes fields. A refusal is the field's to show. */
  function update(id: string, set: GoalChanges): Promise<Outcome<unknown>> {
    return write({ document: updateGoalMutation, variables: { id, set }, read: ({ update_goals_by_pk: row }) => row ?? missing('goal') })
  }

  /** Moves a goal to another status, with a way back. The database shows 100 per cent while it is completed, and then again what it was. */
  async function setStatus(goal: ActedGoal, status: GoalStatus): Promise<void> {
    const outcome = await update(goal.id, { status })
    if (outcome.kind === 'refused') refuse(`“${shorten(goal.title)}” was not changed`, outcome.problem)
    else offer(`${said[status]} “${shorten(goal.title)}”`, { kind: 'goal-fields', id: goal.id, fields: { status: goal.status } })
  }

  /** Moves a goal to the trash. */
  async function trash(goal: ActedGoal): Promise<Outcome<unknown>> {
    const outcome = await update(goal.id, { deleted_at: new Date().toISOString() })
    if (outcome.kind === 'refused') refuse(`“${shorten(goal.title)}” was not deleted`, outcome.problem)
    else offer(`Deleted “${shorten(goal.title)}”`, { kind: 'goal-restore', id: goal.id })
    return outcome
  }

  return { create, update, setStatus, trash }
}

const said: Record<GoalStatus, string> = { active: 'Reopened', completed: 'Completed', on_hold: 'Put on hold', cancelled: 'Cancelled' }
