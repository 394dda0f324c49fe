import type {
  Cache,
  OptimisticMutationConfig,
  OptimisticMutationResolver,
  ResolveInfo,
} from '@urql/exchange-graphcache'
import { unconfirmedId } from '~/utils/uuid'

type Table = 'goals' | 'tasks' | 'key_results' | 'check_ins'
type Row = Record<string, unknown>

/** The likely answer of each mutation, shown until the real one arrives and rolled back on failure. */
export const optimisticAnswers: OptimisticMutationConfig = {
  insert_goals_one: inserted('goals'),
  update_goals_by_pk: updated('goals'),
  insert_tasks_one: inserted('tasks'),
  update_tasks_by_pk: updated('tasks'),
  insert_key_results_one: inserted('key_results'),
  update_key_results_by_pk: updated('key_results'),
  insert_check_ins_one: inserted('check_ins'),
  delete_check_ins_by_pk: ({ id }, cache) => {
    const row = { __typename: 'check_ins', id: id as string }
    return { ...row, goal_id: cache.resolve(row, 'goal_id') ?? null }
  },
  ...leftTrash('deleted_goals'),
  ...leftTrash('deleted_tasks'),
  ...leftTrash('deleted_key_results'),
}

function leftTrash(view: string): OptimisticMutationConfig {
  const answer = () => ({ __typename: `${view}_mutation_response`, affected_rows: 1 })
  return { [`update_${view}`]: answer, [`delete_${view}`]: answer }
}

/** The values of a new row's columns that are never null; the database's defaults. */
export const defaults: Readonly<Record<Table, Row>> = {
  goals: {
    horizon: 'weekly',
    status: 'active',
    title: '',
    description: '',
    success_criteria: '',
    weight: 1,
    metrics: {},
    manual_progress: 0,
    position: 0,
    is_inbox: false,
  },
  tasks: { title: '', notes: '', status: 'pending', priority: 3, tags: [], weight: 1, position: 0 },
  key_results: { kind: 'number', title: '', unit: '', is_done: false, weight: 1, position: 0 },
  check_ins: { note: '' },
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
        cache.resolve({ __typename: table, id }, column) ?? defaults[table][column] ?? null,
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
 * The rows that another refers to, as far as lists show them: a list can take in the new row only when
 * all that it shows is known.
 */
function relatedTo(table: Table, row: Row, cache: Cache): Row {
  return Object.fromEntries(
    related[table].map(({ name, type, shown }) => {
      const id = row[`${name}_id`]
      if (typeof id !== 'string') return [name, null]
      const entity = { __typename: type, id }
      const columns = shown.map(column => [column, cache.resolve(entity, column) ?? unknown[column]])
      return [name, { ...entity, ...Object.fromEntries(columns) }]
    }),
  )
}

/** A row that another refers to by a column of this name with `_id` behind it. */
interface Relation {
  name: string
  type: string
  shown: string[]
}

const goalShown = ['title', 'horizon', 'is_inbox', 'archived_at']
const related: Readonly<Record<Table, Relation[]>> = {
  goals: [
    { name: 'parent', type: 'goals', shown: goalShown },
    { name: 'category', type: 'categories', shown: ['name'] },
  ],
  tasks: [{ name: 'goal', type: 'goals', shown: goalShown }],
  key_results: [],
  check_ins: [{ name: 'key_result', type: 'key_results', shown: ['title', 'unit'] }],
}

/** What is shown of a row that the cache does not know. */
const unknown: Row = { title: '', name: '', horizon: '', unit: '', is_inbox: false, archived_at: null }

function completedAt(known: Row, set: Row): unknown {
  if (set.status === undefined || set.status === known.status) return known.completed_at
  return set.status === 'completed' ? new Date().toISOString() : null
}
