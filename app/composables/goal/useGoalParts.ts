import { usePagedQuery } from '../request/usePagedQuery'
import { goalPartsQuery, type GoalPart } from '~/graphql/viewer/parts'

export type { GoalPart }

/**
 * The parts that a goal's progress is the mean of, asked for when they are to be seen; `more` reads
 * the next page.
 */
export function useGoalParts(goal: () => string, when: () => boolean) {
  return usePagedQuery({
    document: goalPartsQuery,
    variables: () => ({ goal: goal() }),
    pageSize: 50,
    rowsOf: ({ goal_parts: parts }) => parts as GoalPart[],
    keyOf: part => part.part_id,
    live: true,
    when,
  })
}
