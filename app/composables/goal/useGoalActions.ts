import { useCreateOnce } from '../request/useCreateOnce'
import { useUndo } from '../request/useUndo'
import { useUpdateUnchanged } from '../request/useUpdateUnchanged'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  createdGoalQuery,
  createGoalMutation,
  goalRowQuery,
  updateGoalMutation,
  updateUnchangedGoalMutation,
  type GoalChanges,
  type NewGoal,
} from '~/graphql/member/goals'
import { missing } from '~/utils/problems'
import type { GoalStatus } from '~/utils/statuses'
import { quoted, shorten } from '~/utils/text'

export type { GoalChanges }

/** The parts of a goal that its actions need. */
export interface ActedGoal {
  id: string
  title: string
  status: GoalStatus
}

/** Creates and changes goals: at once on the page, then on the server, with a way back. */
export function useGoalActions() {
  const write = useWrite()
  const { offer, refuse } = useUndo()

  /**
   * Changes fields that nobody else has changed since they were read. A refusal is the field's to
   * show.
   */
  const updateUnchanged = useUpdateUnchanged({
    noun: 'goal',
    document: updateUnchangedGoalMutation,
    returned: ({ update_goals: answer }) => answer?.returning[0],
    query: goalRowQuery,
    found: ({ goals_by_pk: row }) => row,
  })

  const createOnce = useCreateOnce({
    noun: 'goal',
    document: createGoalMutation,
    created: ({ insert_goals_one: row }) => row,
    query: createdGoalQuery,
    found: ({ goals: rows }) => rows,
    trashed: ({ trashed }) => trashed,
    update: updateUnchanged,
  })

  /**
   * Makes a goal; trying again under the same key makes no second one. A refusal is the form's to
   * show.
   */
  async function create(goal: NewGoal, clientKey: string): Promise<Outcome<unknown>> {
    const outcome = await createOnce(goal, clientKey)
    const id = outcome.kind === 'done' ? outcome.value?.id : undefined
    if (id) offer(`Added “${shorten(goal.title ?? '')}”`, { kind: 'goal-trash', id })
    return outcome
  }

  /** Changes fields, whatever they were before. */
  function update(id: string, set: GoalChanges): Promise<Outcome<unknown>> {
    return write({
      document: updateGoalMutation,
      variables: { id, set },
      read: ({ update_goals_by_pk: row }) => row ?? missing('goal'),
    })
  }

  /**
   * Moves a goal to another status, with a way back. The database shows 100 per cent while it is
   * completed, and then again what it was.
   */
  async function setStatus(goal: ActedGoal, status: GoalStatus): Promise<void> {
    const outcome = await update(goal.id, { status })
    if (outcome.kind === 'refused')
      refuse(`“${shorten(goal.title)}” was not changed`, outcome.problem, () =>
        setStatus(goal, status),
      )
    else announceStatus(goal.id, goal.title, goal.status, status)
  }

  /** Says that a goal has moved to another status, and offers to undo it. */
  function announceStatus(id: string, title: string, before: GoalStatus, now: GoalStatus): void {
    offer(`${said[now]} “${shorten(title)}”`, {
      kind: 'goal-fields',
      id,
      fields: { status: before },
    })
  }

  /** Leaves a goal out of lists, or takes it back in. */
  async function archive(goal: ActedGoal, isWanted: boolean): Promise<void> {
    const outcome = await update(goal.id, { archived_at: isWanted ? new Date().toISOString() : null })
    const title = quoted(shorten(goal.title))
    if (outcome.kind === 'refused')
      return refuse(`${title} was not changed`, outcome.problem, () => archive(goal, isWanted))
    const fields = { archived_at: isWanted ? null : new Date().toISOString() }
    offer(`${isWanted ? 'Archived' : 'Unarchived'} ${title}`, { kind: 'goal-fields', id: goal.id, fields })
  }

  /** Moves a goal to the trash. `done` is called when it is there, after a later attempt as well. */
  async function trash(goal: ActedGoal, done?: () => void): Promise<void> {
    const outcome = await update(goal.id, { deleted_at: new Date().toISOString() })
    if (outcome.kind === 'refused')
      return refuse(`“${shorten(goal.title)}” was not deleted`, outcome.problem, () =>
        trash(goal, done),
      )
    offer(`Deleted “${shorten(goal.title)}”`, { kind: 'goal-restore', id: goal.id })
    done?.()
  }

  return { create, update, updateUnchanged, setStatus, announceStatus, archive, trash }
}

const said: Record<GoalStatus, string> = {
  active: 'Reopened',
  completed: 'Completed',
  on_hold: 'Put on hold',
  cancelled: 'Cancelled',
}
