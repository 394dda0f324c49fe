import { useCreateOnce } from '../request/useCreateOnce'
import { useUndo } from '../request/useUndo'
import { useUpdateUnchanged } from '../request/useUpdateUnchanged'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  createdKeyResultQuery,
  createKeyResultMutation,
  keyResultRowQuery,
  updateKeyResultMutation,
  updateUnchangedKeyResultMutation,
  type KeyResultChanges,
} from '~/graphql/member/key-results'
import type { Place } from '~/utils/placing'
import { missing } from '~/utils/problems'
import { quoted, shorten } from '~/utils/text'

export type { KeyResult } from '~/graphql/viewer/key-results'

/** The parts of a key result that its actions need. */
interface ActedKeyResult {
  id: string
  title: string
  is_done: boolean
  position: number
}

/** Creates and changes key results: at once on the page, then on the server, with a way back. */
export function useKeyResultActions() {
  const write = useWrite()
  const { offer, refuse } = useUndo()

  /**
   * Changes fields that nobody else has changed since they were read. A refusal is the form's to
   * show.
   */
  const updateUnchanged = useUpdateUnchanged({
    noun: 'key result',
    document: updateUnchangedKeyResultMutation,
    returned: ({ update_key_results: answer }) => answer?.returning[0],
    query: keyResultRowQuery,
    found: ({ key_results_by_pk: row }) => row,
  })

  /**
   * Adds a key result; trying again under the same key adds no second one. A refusal is the form's
   * to show.
   */
  const create = useCreateOnce({
    noun: 'key result',
    document: createKeyResultMutation,
    created: ({ insert_key_results_one: row }) => row,
    query: createdKeyResultQuery,
    found: ({ key_results: rows }) => rows,
    trashed: ({ trashed }) => trashed,
    update: updateUnchanged,
  })

  function update(id: string, set: KeyResultChanges): Promise<Outcome<unknown>> {
    return write({
      document: updateKeyResultMutation,
      variables: { id, set },
      read: ({ update_key_results_by_pk: row }) => row ?? missing('key result'),
    })
  }

  /** Ticks a milestone, or takes the tick away. */
  async function tick(result: ActedKeyResult, isDone: boolean): Promise<void> {
    const outcome = await update(result.id, { is_done: isDone })
    const title = quoted(shorten(result.title))
    if (outcome.kind === 'refused')
      return refuse(`${title} was not changed`, outcome.problem, () => tick(result, isDone))
    const fields = { is_done: result.is_done }
    void offer(`${isDone ? 'Reached' : 'Reopened'} ${title}`, { kind: 'key-result-fields', id: result.id, fields })
  }

  /** Puts a key result elsewhere among those of its goal. */
  async function place(result: ActedKeyResult, { position, others }: Place): Promise<void> {
    const outcomes = await Promise.all([
      update(result.id, { position }),
      ...others.map(other => update(other.id, { position: other.position })),
    ])
    const refused = outcomes.find(outcome => outcome.kind === 'refused')
    const title = quoted(shorten(result.title))
    if (refused) return refuse(`${title} was not moved`, refused.problem)
    const fields = { position: result.position }
    void offer(`Moved ${title}`, { kind: 'key-result-fields', id: result.id, fields })
  }

  /** Moves a key result to the trash. */
  async function trash(result: ActedKeyResult): Promise<void> {
    const outcome = await update(result.id, { deleted_at: new Date().toISOString() })
    const title = quoted(shorten(result.title))
    if (outcome.kind === 'refused')
      refuse(`${title} was not deleted`, outcome.problem, () => trash(result))
    else void offer(`Deleted ${title}`, { kind: 'key-result-restore', id: result.id })
  }

  return { create, updateUnchanged, tick, place, trash }
}
