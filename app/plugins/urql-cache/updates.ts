import { gql } from '@urql/core'
import type { Cache, UpdateResolver, UpdatesConfig } from '@urql/exchange-graphcache'
import { changeLists, updateLists } from './lists'

const membership = gql`
  fragment _ on user_goals {
    user_id
    goal_id
    role
    goal {
      id
    }
  }
`

/**
 * What each mutation means for the lists in the cache, first with its likely answer and then with
 * the real one. Figures are not touched: the pages that show them follow the data.
 *
 * @param me id of the signed-in person, who becomes the owner of what they create
 */
export function cacheUpdates(me: string): UpdatesConfig {
  return {
    Mutation: {
      insert_goals_one: onRow('insert_goals_one', (cache, id) => {
        const key = cache.keyOfEntity({ __typename: 'user_goals', user_id: me, goal_id: id })
        cache.writeFragment(membership, {
          __typename: 'user_goals',
          user_id: me,
          goal_id: id,
          role: 'owner',
          goal: { __typename: 'goals', id },
        })
        if (key)
          changeLists(cache, 'Query', 'user_goals', keys => [
            key,
            ...keys.filter(item => item !== key),
          ])
        placeGoal(cache, id, false)
      }),
      update_goals_by_pk: onRow('update_goals_by_pk', (cache, id, trashed) => {
        if (trashed)
          changeLists(cache, 'Query', 'user_goals', keys =>
            keys.filter(key => !key.endsWith(`:${id}`)),
          )
        placeGoal(cache, id, trashed)
      }),
      update_goals: onReturned('update_goals', (cache, id) => placeGoal(cache, id, false)),
      ...partUpdates('tasks'),
      ...partUpdates('key_results'),
      ...partUpdates('check_ins'),
      delete_check_ins_by_pk: onRow('delete_check_ins_by_pk', (cache, id) =>
        placePart(cache, 'check_ins', id, true),
      ),
      ...leavingUpdates('received_invitations'),
      ...leavingUpdates('deleted_goals'),
      ...leavingUpdates('deleted_tasks'),
      ...leavingUpdates('deleted_key_results'),
    },
  }
}

/** An updater for a mutation that returns one row; it does nothing when no row was found. */
function onRow(
  field: string,
  effect: (cache: Cache, id: string, trashed: boolean) => void,
): UpdateResolver {
  return (result, args, cache) => {
    const row = result[field] as { id: string } | null | undefined
    const set = args._set as { deleted_at?: string | null } | undefined
    if (row) effect(cache, row.id, typeof set?.deleted_at === 'string')
  }
}

/** An updater for a mutation that returns the rows that fitted its condition. */
function onReturned(field: string, effect: (cache: Cache, id: string) => void): UpdateResolver {
  return (result, _args, cache) => {
    const { returning } = result[field] as { returning: { id: string }[] }
    for (const { id } of returning) effect(cache, id)
  }
}

function placeGoal(cache: Cache, id: string, gone: boolean): void {
  const parent = cache.resolve(`goals:${id}`, 'parent_id')
  const below =
    typeof parent === 'string'
      ? [{ entity: { __typename: 'goals', id: parent }, field: 'children' }]
      : []
  updateLists(cache, { table: 'goals', id, gone }, [{ entity: 'Query', field: 'goals' }, ...below])
}

/** The tables whose rows are parts of a goal. */
type PartTable = 'tasks' | 'key_results' | 'check_ins'

function placePart(cache: Cache, table: PartTable, id: string, gone: boolean): void {
  const goal = cache.resolve(`${table}:${id}`, 'goal_id')
  const below =
    typeof goal === 'string' ? [{ entity: { __typename: 'goals', id: goal }, field: table }] : []
  updateLists(cache, { table, id, gone }, [{ entity: 'Query', field: table }, ...below])
}

/** The updaters for what is made and changed of a goal's parts. */
function partUpdates(table: PartTable): Record<string, UpdateResolver> {
  const stays = (cache: Cache, id: string) => placePart(cache, table, id, false)
  return {
    [`insert_${table}_one`]: onRow(`insert_${table}_one`, stays),
    [`update_${table}_by_pk`]: onRow(`update_${table}_by_pk`, (cache, id, trashed) =>
      placePart(cache, table, id, trashed),
    ),
    [`update_${table}`]: onReturned(`update_${table}`, stays),
  }
}

/** The updaters for what leaves a view when it is changed or deleted: the trash, open invitations. */
function leavingUpdates(view: string): Record<string, UpdateResolver> {
  const leave: UpdateResolver = (_result, args, cache) => {
    const { id } = args.where as { id: { _eq: string } }
    changeLists(cache, 'Query', view, keys => keys.filter(key => key !== `${view}:${id._eq}`))
  }
  return { [`update_${view}`]: leave, [`delete_${view}`]: leave }
}
