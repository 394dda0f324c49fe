import type {
  Cache,
  OptimisticMutationConfig,
  OptimisticMutationResolver,
  ResolveInfo,
} from '@urql/exchange-graphcache'
import { unconfirmedId } from '~/utils/uuid'

type Table = 'goals' | 'tasks'
type Row = Record<string, unknown>

/** The likely answer of each mutation, shown until the real one arrives and rolled back on failure. */
export const optimisticAnswers: OptimisticMutationConfig = {
  insert_goals_one: inserted('goals'),
  update_goals_by_pk: updated('goals'),
  insert_tasks_one: inserted('tasks'),
  update_tasks_by_pk: updated('tasks'),
  update_deleted_goals: () => ({ __typename: 'deleted_goals_mutation_response', affected_rows: 1 }),
  delete_deleted_goals: () => ({ __typename: 'deleted_goals_mutation_response', affected_rows: 1 }),
  update_deleted_tasks: () => ({ __typename: 'deleted_tasks_mutation_response', affected_rows: 1 }),
  delete_deleted_tasks: () => ({ __typename: 'deleted_tasks_mutation_response', affected_rows: 1 }),
}

/** The values of a new row's columns that are never null; the database's defaults. */
export const defaults: Readonly<Record<Table, Row>> = {
  goals: {
    horizon: 'weekly',
    status: 'active',
    title: '',
    description: '',
    success_criteria: '',
    manual_progress: 0,
    position: 0,
    is_inbox: false,
  },
  tasks: { title: '', notes: '', status: 'pending', priority: 3, position: 0 },
}

function inserted(table: Table): OptimisticMutationResolver {
  return ({ object }, cache, info) => {
    const now = new Date().toISOString()
    const row: Row = {
      ...Object.fromEntries(columnsOf(table, info).map(column => [column, null])),
      ...defaults[table],
      ...(object as Row),
      id: unconfirmedId(),
      created_at: now,
      updated_at: now,
    }
    const figures = table === 'goals' ? { figures: null } : {}
    return { __typename: table, ...row, ...figures, ...relatedTo(table, row, cache) }
  }
}

function updated(table: Table): OptimisticMutationResolver {
  return (args, cache, info) => {
    const {
      pk_columns: { id },
      _set: set,
    } = args as unknown as { pk_columns: { id: string }, _set: Row }
    const known = Object.fromEntries(
      columnsOf(table, info).map(column => [
        column,
        cache.resolve({ __typename: table, id }, column) ?? null,
      ]),
    )
    const row: Row = {
      ...known,
      ...set,
      id,
      completed_at: completedAt(known, set),
      updated_at: new Date().toISOString(),
    }
    return { __typename: table, ...row, ...relatedTo(table, row, cache) }
  }
}

/** The columns that a mutation asks for by fragments on its table. */
function columnsOf(table: Table, { fragments }: ResolveInfo): string[] {
  return Object.values(fragments)
    .filter(fragment => fragment?.typeCondition.name.value === table)
    .flatMap(fragment => fragment!.selectionSet.selections)
    .flatMap(node => (node.kind === 'Field' && !node.selectionSet ? [node.name.value] : []))
    .filter(column => column !== '__typename')
}

/**
 * The row above, as far as lists show it: a list can take in the new row only when all that it
 * shows is known.
 */
function relatedTo(table: Table, row: Row, cache: Cache): Row {
  const [name, id] = table === 'goals' ? ['parent', row.parent_id] : ['goal', row.goal_id]
  if (typeof id !== 'string') return { [name as string]: null }
  const entity = { __typename: 'goals', id }
  const read = (column: string) => cache.resolve(entity, column) ?? ''
  return {
    [name as string]: {
      ...entity,
      title: read('title'),
      horizon: read('horizon'),
      is_inbox: read('is_inbox') === true,
    },
  }
}

function completedAt(known: Row, set: Row): unknown {
  if (set.status === undefined || set.status === known.status) return known.completed_at
  return set.status === 'completed' ? new Date().toISOString() : null
}
