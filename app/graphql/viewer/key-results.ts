import type { ResultOf } from 'gql.tada'
import { viewerGraphql } from '../roles.ts'

/** A key result with all that a person may change. */
export const keyResultFields = viewerGraphql(`
  fragment KeyResultFields on key_results {
    id goal_id kind title start_value current_value target_value unit is_done weight position created_at updated_at
  }
`)

/** A key result. */
export type KeyResult = ResultOf<typeof keyResultFields>
