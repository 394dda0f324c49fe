// Every way to change a row, tried on every row. What counts is what is in the database afterwards.
import type { Candidate } from '../support/candidates.ts'
import type { Answer, Follow, SendAll } from '../support/target.ts'
import { isSameWorld, type Row, type World } from '../support/world.ts'
import {
  compareSets,
  identity,
  keyArguments,
  refused,
  together,
  whereIs,
  type Attempt,
  type Observation,
  type ProbedOperation,
} from './cell.ts'

/** A write attempt; `settle` reads the world after a request and puts it back when it changed. */
export interface WriteAttempt extends Attempt {
  readonly settle: () => Promise<World>
  /** Runs a statement on behalf of nobody. */
  readonly change: (statement: string) => Promise<void>
  readonly follow: Follow
  readonly sendAll: SendAll
  /** What must be carried out is not tried, and nothing more after a violation of the policy. */
  readonly toFirstLeak: boolean
}

/**
 * The probes of writing. `undefined`: the operation does not exist for this table, whoever asks.
 */
export const writeProbes: Partial<
  Record<ProbedOperation, (attempt: WriteAttempt) => Promise<Observation> | undefined>
> = {
  'insert': attempt =>
    inserts(attempt, object => `insert_${attempt.table}(objects: [${object}]) { affected_rows }`),
  'upsert': attempt =>
    attempt.policy.isView
      ? undefined
      : inserts(
          attempt,
          object =>
            `insert_${attempt.table}(objects: [${object}], on_conflict: ${onConflict(attempt)}) { affected_rows }`,
          true,
        ),
  'nested insert': attempt => (attempt.policy.nested ? nestedInserts(attempt) : undefined),
  'update': attempt =>
    changes(
      attempt,
      'update',
      row =>
        `update_${attempt.table}(where: ${whereIs(attempt.policy, row)}, _set: ${change(attempt, row)}) { affected_rows }`,
    ),
  'update_by_pk': attempt =>
    attempt.policy.isView
      ? undefined
      : changes(
          attempt,
          'update',
          row =>
            `update_${attempt.table}_by_pk(pk_columns: {${keyArguments(attempt.policy, row)}}, _set: ${change(attempt, row)}) { ${attempt.policy.key.join(' ')} }`,
        ),
  'update_many': attempt =>
    changes(
      attempt,
      'update',
      row =>
        `update_${attempt.table}_many(updates: [{where: ${whereIs(attempt.policy, row)}, _set: ${change(attempt, row)}}]) { affected_rows }`,
    ),
  'delete': attempt =>
    changes(
      attempt,
      'remove',
      row => `delete_${attempt.table}(where: ${whereIs(attempt.policy, row)}) { affected_rows }`,
    ),
  'delete_by_pk': attempt =>
    attempt.policy.isView
      ? undefined
      : changes(
          attempt,
          'remove',
          row =>
            `delete_${attempt.table}_by_pk(${keyArguments(attempt.policy, row)}) { ${attempt.policy.key.join(' ')} }`,
        ),
  'returning': attempt => returning(attempt),
}

/** Whether the role has the operation's root fields at all. */
function hasField({ person, policy }: Attempt, kind: 'insert' | 'update' | 'remove'): boolean {
  return person.role !== undefined && policy[kind]?.columns[person.role] !== undefined
}

function change({ person, policy }: Attempt, row: Row): string {
  return literal(policy.change?.(row, person) ?? {})
}

/**
 * Tries to change or delete each row. The rows that differ afterwards must be exactly the expected
 * ones.
 */
async function changes(
  attempt: WriteAttempt,
  kind: 'update' | 'remove',
  fieldFor: (row: Row) => string,
): Promise<Observation> {
  const { person, policy, table, world, send, transport } = attempt
  const rows = policy.rowsOf(world)
  const what = `${kind} ${table}`
  if (!hasField(attempt, kind))
    return unchanged(attempt, what, await send(transport, person, `mutation { ${fieldFor(rows[0]!)} }`))
  const isKept = (row: Row) => kind === 'remove' && policy.isKept?.(row, world) === true
  const isPromised = (row: Row) => policy[kind]!.rows(person, row, world) && !isKept(row)
  const observations: Observation[] = []
  const tried = attempt.toFirstLeak ? rows.filter(row => !isPromised(row)) : rows
  for (const group of groupsOf(tried, row => isPromised(row) || isKept(row))) {
    const answer = await send(
      transport,
      person,
      `mutation { ${group.map((row, index) => `r${index}: ${fieldFor(row)}`).join(' ')} }`,
    )
    const differs = changed(
      attempt,
      withoutLinks(world, kind),
      withoutLinks(await attempt.settle(), kind),
    )
    const expected = group.filter(isPromised).map(row => identity(policy, row))
    const refusedAll =
      group.length > 1 && answer.errors ? [`FAILED ${what}: ${failure(answer)}`] : []
    observations.push(
      compareSets(
        `${what} ${failure(answer)}`,
        group.map(row => identity(policy, row)),
        new Set(expected),
        differs,
      ),
      { allowed: 0, denied: 0, problems: refusedAll },
    )
  }
  return together(observations)
}

/**
 * The rows that must stay as they are in one request, each in a field of its own; every other row
 * in a request of its own, so that it is seen alone.
 */
function groupsOf(rows: readonly Row[], isAlone: (row: Row) => boolean): Row[][] {
  const denied = rows.filter(row => !isAlone(row))
  return [...(denied.length > 0 ? [denied] : []), ...rows.filter(isAlone).map(row => [row])]
}

/**
 * Deleting a goal unlinks its children, which is no change of theirs; nor is that their
 * `updated_at` moves.
 */
function withoutLinks(world: World, kind: 'update' | 'remove'): World {
  return kind === 'update'
    ? world
    : { ...world, goals: world.goals.map(goal => ({ ...goal, parent_id: null, updated_at: null })) }
}

/** The identities of a table's rows that are not as they were. */
function changed({ policy }: Attempt, before: World, after: World): Set<string> {
  const old = new Map(
    policy.rowsOf(before).map(row => [identity(policy, row), JSON.stringify(row)]),
  )
  const now = new Map(policy.rowsOf(after).map(row => [identity(policy, row), JSON.stringify(row)]))
  return new Set(
    [...new Set([...old.keys(), ...now.keys()])].filter(key => old.get(key) !== now.get(key)),
  )
}

/** A refusal that also left every table as it was. */
async function unchanged(
  attempt: WriteAttempt,
  what: string,
  answer: Answer,
): Promise<Observation> {
  const after = await attempt.settle()
  const touched =
    isSameWorld(after, attempt.world)
      ? []
      : [`LEAK ${what}: the database changed`]
  return together([refused(what, answer), { allowed: 0, denied: 0, problems: touched }])
}

const anyRow: Candidate = { label: 'any row', object: {}, allowed: false }

/** Tries every candidate object of the policy, and every move of a row that is there. */
async function inserts(
  attempt: WriteAttempt,
  fieldFor: (object: string) => string,
  upserts = false,
): Promise<Observation> {
  const { person, policy, table, world } = attempt
  const objects = (policy.candidates?.(person, world) ?? [anyRow]).map(
    ({ label, object, allowed, meets }): Try => ({
      what: `insert ${table}: ${label}`,
      field: fieldFor(literal(object)),
      allowed:
        hasField(attempt, 'insert')
        && (allowed || (upserts && meets !== undefined && policy.update!.rows(person, meets, world))),
    }),
  )
  const moves = upserts ? [] : (policy.moves?.(person, world) ?? [])
  return tryAll(attempt, [
    ...objects,
    ...moves.map(({ label, row, set, allowed }) => ({
      what: `update ${table}: ${label}`,
      field: `update_${table}(where: ${whereIs(policy, row)}, _set: ${literal(set)}) { affected_rows }`,
      allowed: allowed && hasField(attempt, 'update'),
    })),
  ])
}

async function nestedInserts(attempt: WriteAttempt): Promise<Observation> {
  const { person, policy, table, world } = attempt
  return tryAll(
    attempt,
    policy.nested!(person, world).map(({ label, ...rest }) => ({
      what: `nested insert ${table}: ${label}`,
      ...rest,
    })),
  )
}

/** A mutation of one field, and whether it must be carried out. */
interface Try {
  readonly what: string
  readonly field: string
  readonly allowed: boolean
}

/**
 * Tries each in a request of its own, because one refusal fails a request. Those that must be
 * refused come first, all together: when the world is then as it was, every one of them was.
 */
async function tryAll(attempt: WriteAttempt, tries: readonly Try[]): Promise<Observation> {
  const { person, transport, sendAll, toFirstLeak } = attempt
  const { denied = [], allowed = [] } = Object.groupBy(tries, one =>
    one.allowed ? 'allowed' : 'denied',
  )
  await sendAll(transport, person, denied.map(({ field }) => `mutation { ${field} }`))
  const isRefused = isSameWorld(await attempt.settle(), attempt.world)
  const observations: Observation[] = [
    { allowed: 0, denied: isRefused ? denied.length : 0, problems: [] },
  ]
  const rest = [...(isRefused ? [] : denied), ...(toFirstLeak ? [] : allowed)]
  for (const one of rest) {
    observations.push(await tryOne(attempt, one))
    if (toFirstLeak && observations.at(-1)!.problems.length > 0) break
  }
  return together(observations)
}

/** Compares whether the database changed with whether the policy lets it. */
async function tryOne(
  { person, transport, send, settle, world }: WriteAttempt,
  { what, field, allowed }: Try,
): Promise<Observation> {
  const answer = await send(transport, person, `mutation { ${field} }`)
  const touched = !isSameWorld(await settle(), world)
  const problems =
    touched === allowed ? [] : [`${touched ? 'LEAK' : 'MISSING'} ${what} ${failure(answer)}`]
  return { allowed: allowed ? 1 : 0, denied: allowed ? 0 : 1, problems }
}

/**
 * What a write answers with must be rows that the caller may change, and nothing hidden behind
 * them.
 */
async function returning(attempt: WriteAttempt): Promise<Observation> {
  const { person, policy, table, world, send, transport } = attempt
  const rows = policy.rowsOf(world)
  const answer = await send(
    transport,
    person,
    `mutation { update_${table}(where: {}, _set: ${change(attempt, rows[0]!)}) { affected_rows returning { ${policy.key.join(' ')} } } }`,
  )
  if (!hasField(attempt, 'update')) return unchanged(attempt, `returning of ${table}`, answer)
  await attempt.settle()
  const body = answer.data?.[`update_${table}`] as
    { affected_rows: number, returning: Row[] } | undefined
  if (!body)
    return { allowed: 0, denied: 0, problems: [`FAILED returning of ${table}: ${failure(answer)}`] }
  const expected = new Set(
    rows.filter(row => policy.update!.rows(person, row, world)).map(row => identity(policy, row)),
  )
  return compareSets(
    `returning of ${table}`,
    rows.map(row => identity(policy, row)),
    expected,
    new Set(body.returning.map(row => identity(policy, row))),
  )
}

/** An upsert on the primary key that would overwrite every writable column of the row it meets. */
function onConflict({ person, policy, table }: Attempt): string {
  const writable = new Set(policy.update?.columns[person.role ?? ''] ?? [])
  const columns = (policy.insert?.columns[person.role ?? ''] ?? []).filter(column =>
    writable.has(column),
  )
  return `{constraint: ${table}_pkey, update_columns: [${columns.join(', ')}]}`
}

function failure(answer: Answer): string {
  return answer.errors ? `(${answer.errors.map(error => error.message).join('; ')})` : ''
}

/** A JSON value as a GraphQL literal. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, part]) => `${key}: ${literal(part)}`)
      .join(', ')}}`
  return JSON.stringify(value)
}
