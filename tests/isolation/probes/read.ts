// Every way to read a row, tried on every row.
import { policy as policies } from '../support/policy.ts'
import type { Answer } from '../support/target.ts'
import type { Row } from '../support/world.ts'
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

/**
 * The probes of reading. `undefined`: the operation does not exist for this table or transport, whoever
 * asks.
 */
export const readProbes: Partial<
  Record<ProbedOperation, (attempt: Attempt) => Promise<Observation> | undefined>
> = {
  columns: attempt => columns(attempt),
  select: attempt => list(attempt, 'query'),
  by_pk: attempt => (attempt.policy.isView ? undefined : byPrimaryKey(attempt)),
  aggregate: attempt => aggregate(attempt),
  relationship: attempt =>
    attempt.relationships.length === 0 ? undefined : relationships(attempt),
  subscription: attempt => (attempt.transport === 'http' ? undefined : list(attempt, 'subscription')),
  stream: attempt => (attempt.transport === 'http' ? undefined : stream(attempt)),
}

/** Whether the role may name the table at all; otherwise any use must be refused. */
function canName({ person, policy }: Attempt): boolean {
  return person.role !== undefined && policy.readable[person.role] !== undefined
}

function expectedKeys({ person, policy, world }: Attempt): {
  candidates: string[]
  expected: Set<string>
} {
  const rows = policy.rowsOf(world)
  return {
    candidates: rows.map(row => identity(policy, row)),
    expected: new Set(
      rows.filter(row => policy.reads(person, row, world)).map(row => identity(policy, row)),
    ),
  }
}

async function list(attempt: Attempt, operation: 'query' | 'subscription'): Promise<Observation> {
  const { person, policy, table, send, transport } = attempt
  const answer = await send(transport, person, `${operation} { ${table} { ${policy.key.join(' ')} } }`)
  if (!canName(attempt)) return refused(`${operation} ${table}`, answer)
  return compareRows(attempt, `${operation} ${table}`, answer, answer.data?.[table])
}

function compareRows(attempt: Attempt, what: string, answer: Answer, rows: unknown): Observation {
  const { candidates, expected } = expectedKeys(attempt)
  if (!Array.isArray(rows))
    return { allowed: 0, denied: 0, problems: [`FAILED ${what}: ${JSON.stringify(answer.errors)}`] }
  return compareSets(
    what,
    candidates,
    expected,
    new Set((rows as Row[]).map(row => identity(attempt.policy, row))),
  )
}

async function byPrimaryKey(attempt: Attempt): Promise<Observation> {
  const { person, policy, table, world, send, transport } = attempt
  const rows = policy.rowsOf(world)
  const fields = rows.map(
    (row, index) =>
      `r${index}: ${table}_by_pk(${keyArguments(policy, row)}) { ${policy.key.join(' ')} }`,
  )
  const answer = await send(transport, person, `{ ${fields.join(' ')} }`)
  if (!canName(attempt)) return refused(`${table}_by_pk`, answer)
  return compareRows(
    attempt,
    `${table}_by_pk`,
    answer,
    answer.data && Object.values(answer.data).filter(row => row !== null),
  )
}

async function aggregate(attempt: Attempt): Promise<Observation> {
  const { person, policy, table, world, send, transport } = attempt
  const rows = policy.rowsOf(world)
  const counts = rows.map(
    (row, index) =>
      `r${index}: ${table}_aggregate(where: ${whereIs(policy, row)}) { aggregate { count } }`,
  )
  const answer = await send(
    transport,
    person,
    `{ all: ${table}_aggregate { aggregate { count } nodes { ${policy.key.join(' ')} } } ${counts.join(' ')} }`,
  )
  const hasAggregates = canName(attempt) && policy.aggregates.includes(person.role!)
  if (!hasAggregates) return refused(`${table}_aggregate`, answer)
  const all = answer.data?.all as { aggregate: { count: number }, nodes: Row[] } | undefined
  const listed = compareRows(attempt, `${table}_aggregate nodes`, answer, all?.nodes)
  const { candidates, expected } = expectedKeys(attempt)
  const counted = rows
    .filter(
      (_, index) =>
        (answer.data?.[`r${index}`] as { aggregate: { count: number } } | undefined)?.aggregate
          .count,
    )
    .map(row => identity(policy, row))
  const total =
    all?.aggregate.count === expected.size
      ? []
      : [`LEAK ${table}_aggregate: counts ${all?.aggregate.count} of ${expected.size}`]
  return together([
    listed,
    compareSets(`${table}_aggregate count`, candidates, expected, new Set(counted)),
    { allowed: 0, denied: 0, problems: total },
  ])
}

/**
 * Rows reached by way of another table, and rows whose existence a filter through that way would
 * tell.
 */
async function relationships(attempt: Attempt): Promise<Observation> {
  return together(
    await Promise.all(
      attempt.relationships.map(async ({ from, name }) => {
        const { person, policy, table, world, send, transport } = attempt
        const origin = policies[from]
        const rows = policy.rowsOf(world)
        const filters = rows.map(
          (row, index) =>
            `r${index}: ${from}(where: {${name}: ${whereIs(policy, row)}}) { ${origin.key.join(' ')} }`,
        )
        const answer = await send(
          transport,
          person,
          `{ through: ${from} { ${name} { ${policy.key.join(' ')} } } ${filters.join(' ')} }`,
        )
        const what = `${from}.${name}`
        if (!canName(attempt) || (person.role && !origin.readable[person.role]))
          return refused(what, answer)
        if (!answer.data)
          return {
            allowed: 0,
            denied: 0,
            problems: [`FAILED ${what}: ${JSON.stringify(answer.errors)}`],
          }
        const { expected } = expectedKeys(attempt)
        const nested = (answer.data.through as Record<string, Row | Row[] | null>[])
          .flatMap<Row>(row => row[name] ?? [])
          .map(row => identity(policy, row))
        const found = rows
          .filter((_, index) => (answer.data![`r${index}`] as Row[]).length > 0)
          .map(row => identity(policy, row))
        const seen = new Set([...nested, ...found])
        const leaks = [...seen]
          .filter(key => !expected.has(key))
          .map(key => `LEAK ${what} of ${table}: ${key}`)
        return {
          allowed: seen.size - leaks.length,
          denied: rows.length - expected.size,
          problems: leaks,
        }
      }),
    ),
  )
}

/**
 * A stream sends nothing when there is nothing to see, so silence is given this long, in
 * milliseconds.
 */
const silence = 400

async function stream(attempt: Attempt): Promise<Observation> {
  const { person, policy, table, send, transport } = attempt
  const [column, before] = policy.cursor ?? ['created_at', '1970-01-01T00:00:00Z']
  const document = `subscription { ${table}_stream(batch_size: 1000, cursor: {initial_value: {${column}: "${before}"}}) { ${policy.key.join(' ')} } }`
  if (!canName(attempt)) return refused(`${table}_stream`, await send(transport, person, document))
  const { expected } = expectedKeys(attempt)
  const { data = {}, errors } = await send(
    transport,
    person,
    document,
    expected.size > 0 ? undefined : silence,
  )
  return compareRows(
    attempt,
    `${table}_stream`,
    { errors },
    errors ? undefined : (data?.[`${table}_stream`] ?? []),
  )
}

/**
 * Types of a table's schema in which a column's name may stand, and the part of each that holds it.
 */
const columnTypes = (table: string) =>
  [
    [table, 'fields'],
    [`${table}_bool_exp`, 'inputFields'],
    [`${table}_order_by`, 'inputFields'],
    [`${table}_select_column`, 'enumValues'],
    [`${table}_stream_cursor_value_input`, 'inputFields'],
    [`${table}_max_fields`, 'fields'],
    [`${table}_insert_input`, 'inputFields'],
    [`${table}_set_input`, 'inputFields'],
    [`${table}_inc_input`, 'inputFields'],
    [`${table}_update_column`, 'enumValues'],
  ] as const

/** The columns that a role's schema knows, in every type in which they could stand. */
async function columns(attempt: Attempt): Promise<Observation> {
  const { person, policy, table, world, send, transport } = attempt
  const types = columnTypes(table)
  const parts = types.map(
    ([type, part], index) => `t${index}: __type(name: "${type}") { ${part} { name } }`,
  )
  const answer = await send(transport, person, `{ ${parts.join(' ')} }`)
  if (!person.role) return refused('introspection', answer)
  if (!answer.data)
    return {
      allowed: 0,
      denied: 0,
      problems: [`FAILED introspection: ${JSON.stringify(answer.errors)}`],
    }
  const known = new Set(Object.keys(policy.rowsOf(world)[0] ?? {}))
  return together(
    types.map(([type, part], index) => {
      const names = (
        (answer.data![`t${index}`] as Record<string, { name: string }[]> | null)?.[part] ?? []
      )
        .map(({ name }) => name)
        .filter(name => known.has(name))
      return compareSets(
        `column in ${type}`,
        [...known],
        expectedColumns(attempt, type, known, names),
        new Set(names),
      )
    }),
  )
}

function expectedColumns(
  { person, policy, table }: Attempt,
  type: string,
  known: ReadonlySet<string>,
  names: readonly string[],
): Set<string> {
  const role = person.role!
  const all = (columns: readonly string[] | undefined) =>
    new Set((columns ?? []).filter(column => known.has(column)))
  switch (type.slice(table.length)) {
    case '_insert_input':
      return all(policy.insert?.columns[role])
    case '_set_input':
      return all(policy.update?.columns[role])
    case '_update_column':
      return policy.insert?.columns[role] ? all(policy.update?.columns[role]) : new Set()
    case '_inc_input':
      return some(policy.update?.columns[role], names)
    case '_max_fields':
      return some(policy.readable[role], names)
    default:
      return all(policy.readable[role])
  }
}

/**
 * Types that hold only the columns of some kinds: what they hold must be permitted, and nothing
 * need be missed.
 */
function some(permitted: readonly string[] | undefined, names: readonly string[]): Set<string> {
  return new Set(names.filter(name => permitted?.includes(name)))
}
