// Everything that people do to goals and their parts, one edit a function.
import type { Random } from '../../../../hasura/engine/tests/property/random.ts'
import {
  addCheckIn,
  addGoal,
  addKeyResult,
  addTask,
  share,
  type Queryable,
} from '../../../support/rows.ts'
import type { Content, Part } from './content.ts'

/** What an edit needs. */
export interface Scene {
  readonly db: Queryable
  readonly random: Random
  /** The rows that there are, as they were when the edit was chosen. */
  readonly content: Content
  /** Who edits. */
  readonly person: string
  /** Whether figures may be asked for before the transaction ends, which makes others wait for it. */
  readonly mayPause: boolean
  /** Everybody who edits; they share their goals. */
  readonly people: readonly string[]
}

type Edit = (scene: Scene) => Promise<unknown>
type PartTable = 'goals' | 'tasks' | 'key_results'

const goalStatuses = ['active', 'completed', 'on_hold', 'cancelled'] as const
const taskStatuses = ['pending', 'in_progress', 'completed', 'cancelled'] as const
const weights = [0, 1, 1, 2, 3, 1000] as const

const tableOf = ({ random, content }: Scene): PartTable =>
  random.pick((['goals', 'tasks', 'key_results'] as const).filter(table => content[table].length > 0))

/** From -10 to 10, with two decimals. */
const measured = (random: Random) => (random.int(2001) / 100 - 10).toFixed(2)

/** Sets columns of one row, or of many. */
async function set(
  { db }: Scene,
  table: PartTable,
  ids: readonly string[],
  values: Record<string, unknown>,
): Promise<void> {
  const columns = Object.keys(values).map((column, index) => `${column} = $${index + 2}`)
  await db.query(`update ${table} set ${columns.join()} where id = any ($1::uuid[])`, [
    ids,
    ...Object.values(values),
  ])
}

async function createGoal({ db, random, content, person, people }: Scene): Promise<void> {
  const parent = random.chance(0.8) ? random.pick(content.goals).id : null
  const goal = await addGoal(db, person, {
    parent_id: parent,
    status: random.pick(goalStatuses),
    weight: random.pick(weights),
    manual_progress: random.int(101),
  })
  if (parent !== null) return
  for (const other of people.filter(one => one !== person)) await share(db, goal, other, 'editor')
}

async function grantOrRevoke({ db, random, content, people }: Scene): Promise<void> {
  const grant = [random.pick(content.goals).id, random.pick(people)]
  const role = random.pick(['owner', 'editor', 'viewer', undefined])
  await (role === undefined
    ? db.query('delete from goal_grants where goal_id = $1 and user_id = $2', grant)
    : db.query(
        `insert into goal_grants (goal_id, user_id, role) values ($1, $2, $3)
          on conflict (goal_id, user_id) do update set role = excluded.role`,
        [...grant, role],
      ))
}

function createTask({ db, random, content, person }: Scene): Promise<string> {
  const above = random.chance(0.5) ? random.pick([undefined, ...content.tasks]) : undefined
  return addTask(db, above?.goal_id ?? random.pick(content.goals).id, {
    parent_id: above?.id ?? null,
    status: random.pick(taskStatuses),
    weight: random.pick(weights),
    created_by: person,
  })
}

function createKeyResult({ db, random, content }: Scene): Promise<string> {
  const goal = random.pick(content.goals).id
  const weight = random.pick(weights)
  if (random.chance(0.3))
    return addKeyResult(db, goal, { kind: 'milestone', is_done: random.chance(0.5), weight })
  return addKeyResult(db, goal, {
    start_value: measured(random),
    current_value: measured(random),
    target_value: random.pick(['-1e15', '-0.000001', '0.03', '9.75', '1e15']),
    weight,
  })
}

const moveGoal: Edit = (scene) => {
  const { random, content } = scene
  const parent = random.chance(0.2) ? null : random.pick(content.goals).id
  return set(scene, 'goals', [random.pick(content.goals).id], { parent_id: parent })
}

const moveTask: Edit = (scene) => {
  const { random, content } = scene
  return set(scene, 'tasks', [random.pick(content.tasks).id], { goal_id: random.pick(content.goals).id })
}

const nestTask: Edit = (scene) => {
  const { random, content } = scene
  const task = random.pick(content.tasks)
  const siblings = content.tasks.filter(other => other.goal_id === task.goal_id)
  return set(scene, 'tasks', [task.id], { parent_id: random.pick([undefined, ...siblings])?.id ?? null })
}

const weigh: Edit = (scene) => {
  const table = tableOf(scene)
  const { random, content } = scene
  return set(scene, table, [random.pick<Part>(content[table]).id], { weight: random.pick(weights) })
}

const setStatus: Edit = (scene) => {
  const { random, content } = scene
  return random.chance(0.3)
    ? set(scene, 'goals', [random.pick(content.goals).id], { status: random.pick(goalStatuses) })
    : set(scene, 'tasks', [random.pick(content.tasks).id], { status: random.pick(taskStatuses) })
}

const say: Edit = scene =>
  set(scene, 'goals', [scene.random.pick(scene.content.goals).id], {
    manual_progress: scene.random.int(101),
  })

const trashOrRestore: Edit = (scene) => {
  const table = tableOf(scene)
  const row = scene.random.pick<Part>(scene.content[table])
  return set(scene, table, [row.id], { deleted_at: row.deleted_at === null ? new Date() : null })
}

const measure: Edit = (scene) => {
  const { random, content } = scene
  const result = random.pick(content.key_results)
  return set(
    scene,
    'key_results',
    [result.id],
    result.kind === 'milestone'
      ? { is_done: random.chance(0.5) }
      : { current_value: measured(random) },
  )
}

const checkIn: Edit = ({ db, random, content, person }) => {
  const result = random.pick(content.key_results.filter(({ kind }) => kind === 'number'))
  return addCheckIn(db, result.goal_id, {
    key_result_id: result.id,
    value: measured(random),
    created_by: person,
  })
}

async function remove(scene: Scene): Promise<void> {
  const table = tableOf(scene)
  await scene.db.query(`delete from ${table} where id = $1`, [scene.random.pick<Part>(scene.content[table]).id])
}

const setMany: Edit = (scene) => {
  const { random, content } = scene
  const table = tableOf(scene)
  const ids = random.some<Part>(content[table], 20).map(({ id }) => id)
  const change = random.pick([
    { weight: random.pick(weights) },
    { deleted_at: random.chance(0.5) ? new Date() : null },
    ...(table === 'key_results' ? [] : [{ status: random.pick(['completed', 'cancelled']) }]),
  ])
  return set(scene, table, ids, change)
}

async function addMany({ db, random, content }: Scene): Promise<void> {
  await db.query(
    `insert into tasks (title, goal_id, status)
      select 'One of many', goal, 'completed' from unnest($1::uuid[]) goal, generate_series(1, 3)`,
    [random.some(content.goals, 5).map(({ id }) => id)],
  )
}

const edits: readonly Edit[] = [
  createGoal,
  createGoal,
  createTask,
  createTask,
  createKeyResult,
  grantOrRevoke,
  moveGoal,
  moveTask,
  nestTask,
  weigh,
  setStatus,
  setStatus,
  say,
  trashOrRestore,
  measure,
  checkIn,
  remove,
  setMany,
  addMany,
]

/** A rule of the database was broken, or a row that is gone was referred to: nothing has changed. */
export const isRefusal = (error: unknown) =>
  ['23514', '23503'].includes((error as { code?: string }).code ?? '')

/** There is no row for the edit. */
const isImpossible = (error: unknown) => error instanceof RangeError

/**
 * Makes one edit that is possible with these rows, or several in a transaction, of which some are
 * taken back or settled before it ends.
 *
 * @param scene `db` must be inside of a transaction
 * @throws DatabaseError when it is refused; see `isRefusal`
 */
export async function edit(scene: Scene): Promise<void> {
  const { db, random, mayPause } = scene
  if (mayPause && random.chance(0.1)) {
    await one(scene)
    await db.query('set constraints all immediate')
    if (random.chance(0.5)) await db.query('set constraints all deferred')
  }
  if (random.chance(0.1)) {
    await db.query('savepoint before_it')
    await one(scene)
    if (mayPause && random.chance(0.5)) await db.query('set constraints all immediate')
    await db.query('rollback to before_it')
  }
  await one(scene)
}

async function one(scene: Scene): Promise<void> {
  try {
    await scene.random.pick(edits)(scene)
  }
  catch (error) {
    if (!isImpossible(error)) throw error
  }
}
