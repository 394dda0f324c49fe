import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** What a goal's progress is the mean of, what weighs most first. */
export const goalPartsQuery = viewerGraphql(`
  query GoalParts($goal: uuid!, $limit: Int!, $offset: Int!) {
    goal_parts(
      where: { goal_id: { _eq: $goal }, weight: { _gt: 0 } }
      order_by: [{ weight: desc }, { kind: asc }, { title: asc }, { part_id: asc }], limit: $limit, offset: $offset
    ) { kind part_id title weight share progress }
  }
`)

type Row = ResultOf<typeof goalPartsQuery>['goal_parts'][number]

/**
 * One part of a goal; `kind` is `task`, `key_result` or `goal`. The schema takes every column of a view
 * for nullable; these never are null where a part weighs something.
 */
export type GoalPart = { [Column in keyof Row]: NonNullable<Row[Column]> }
