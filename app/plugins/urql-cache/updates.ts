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
      insert_tasks_one: onRow('insert_tasks_one', (cache, id) => placeTask(cache, id, false)),
      update_tasks_by_pk: onRow('update_tasks_by_pk', placeTask),
      update_tasks: onReturned('update_tasks', (cache, id) => placeTask(cache, id, false)),
      update_deleted_goals: leaveTrash('deleted_goals'),
      delete_deleted_goals: leaveTrash('deleted_goals'),
      update_deleted_tasks: leaveTrash('deleted_tasks'),
      delete_deleted_tasks: leaveTrash('deleted_tasks'),
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

function placeTask(cache: Cache, id: string, gone: boolean): void {
  const goal = cache.resolve(`tasks:${id}`, 'goal_id')
  const below =
    typeof goal === 'string' ? [{ entity: { __typename: 'goals', id: goal }, field: 'tasks' }] : []
  updateLists(cache, { table: 'tasks', id, gone }, [{ entity: 'Query', field: 'tasks' }, ...below])
}

function leaveTrash(table: 'deleted_goals' | 'deleted_tasks'): UpdateResolver {
  return (_result, args, cache) => {
    const { id } = args.where as { id: { _eq: string } }
    changeLists(cache, 'Query', table, keys => keys.filter(key => key !== `${table}:${id._eq}`))
  }
}
