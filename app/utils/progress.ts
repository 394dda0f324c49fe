import type { GoalStatus } from './statuses'

/** A goal, as far as its progress goes. */
export interface ProgressGoal {
  status: GoalStatus
  /** Per cent, as a person last said. */
  manual_progress: number
  /** Null until the database has written them. */
  figures: { progress: number, parts: number } | null
}

/** Whether a goal's progress follows from its parts, and nobody says it. */
export function followsParts({ figures }: ProgressGoal): boolean {
  return figures !== null && figures.parts > 0
}

/**
 * A goal's progress as it is shown everywhere: in whole per cent, of which 100 says that nothing is
 * left to do. What a person says or completes shows at once; what follows from parts is the
 * database's to work out.
 */
export function shownProgress(goal: ProgressGoal): number {
  if (goal.status === 'completed') return 100
  return followsParts(goal) ? wholePercent(goal.figures!.progress) : goal.manual_progress
}

/** Rounds per cent, but not up to 100. */
export function wholePercent(progress: number): number {
  return progress < 100 ? Math.min(99, Math.round(progress)) : 100
}
