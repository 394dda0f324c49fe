import type {
  Cache,
  OptimisticMutationConfig,
  OptimisticMutationResolver,
} from '@urql/exchange-graphcache'
import { unconfirmedId } from '~/utils/uuid'

type Table = 'goals' | 'tasks'
type Row = Record<string, unknown>

/** What each mutation will most likely answer, shown until it does and taken back when it fails. */
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

/** The columns of a new row as the database fills them. */
const defaults: Record<Table, Row> = {
  goals: {
    parent_id: null,
    horizon: 'weekly',
    status: 'active',
    title: '',
    description: '',
    success_criteria: '',
    target_date: null,
    progress: 0,
    manual_progress: 0,
    position: 0,
    is_inbox: false,
    completed_at: null,
  },
  tasks: {
    goal_id: null,
    category_id: null,
    title: '',
    notes: '',
    status: 'pending',
    priority: 3,
    due_date: null,
    position: 0,
    completed_at: null,
  },
}

function inserted(table: Table): OptimisticMutationResolver {
  return ({ object }, cache) => {
    const now = new Date().toISOString()
    const row: Row = {
      ...defaults[table],
      ...(object as Row),
      id: unconfirmedId(),
      created_at: now,
      updated_at: now,
    }
    return { __typename: table, ...row, ...relatedTo(table, row, cache) }
  }
}

function updated(table: Table): OptimisticMutationResolver {
  return (args, cache) => {
    const {
      pk_columns: { id },
      _set: set,
    } = args as unknown as { pk_columns: { id: string }, _set: Row }
    const known = Object.fromEntries(
      [...Object.keys(defaults[table]), 'created_at'].map(column => [
        column,
        cache.resolve({ __typename: table, id }, column) ?? null,
      ]),
    )
    const row: Row = {
      ...known,
      ...set,
      ...(table === 'goals' && progressOf(known, set)),
      id,
      completed_at: completedAt(known, set),
      updated_at: new Date().toISOString(),
    }
    return { __typename: table, ...row, ...relatedTo(table, row, cache) }
  }
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

/**
 * A goal's progress as the database keeps it: 100 per cent while the goal is completed, else what
 * its people have said last.
 */
function progressOf(known: Row, set: Row): Row {
  const isCompleted = (set.status ?? known.status) === 'completed'
  const said = isCompleted ? known.manual_progress : (set.progress ?? known.manual_progress)
  return { progress: isCompleted ? 100 : (said ?? known.progress), manual_progress: said }
}

function completedAt(known: Row, set: Row): unknown {
  if (set.status === undefined || set.status === known.status) return known.completed_at
  return set.status === 'completed' ? new Date().toISOString() : null
}
