// The access matrix: every user × table × operation × transport.
import type pg from 'pg'
import { tableName, type MetadataDocument } from '../../hasura/permissions/model.ts'
import { people, type Person } from './support/people.ts'
import { policy } from './support/policy.ts'
import type { TableName } from './support/table-policy.ts'
import { openTransports, type Transport, type Target } from './support/target.ts'
import type { World } from './support/world.ts'
import type { Observation, ProbedOperation, Relationship } from './probes/cell.ts'
import { inheritanceProbes } from './probes/inheritance.ts'
import { readProbes } from './probes/read.ts'
import { writeProbes, type WriteAttempt } from './probes/write.ts'

/** A cell and what its probe saw. */
export interface Cell extends Observation {
  readonly person: Person
  readonly table: TableName
  readonly operation: ProbedOperation
  readonly transport: Transport
}

/** Which part of the matrix to probe; everything when nothing is said. */
export interface Selection {
  readonly tables?: readonly TableName[]
  readonly roles?: readonly string[]
  readonly transports?: readonly Transport[]
  readonly operations?: readonly ProbedOperation[]
  /**
   * Tries nothing that must be carried out, and ends at the first violation of the policy: enough
   * to notice that somebody could do too much.
   */
  readonly toFirstLeak?: boolean
  /** Ends after the cell that is being probed. */
  readonly signal?: AbortSignal
}

/** What the proof needs: an engine, and the database behind it with the fixture in it. */
export interface Proof {
  readonly target: Target
  readonly client: pg.ClientBase
  readonly pool: pg.Pool
  readonly metadata: MetadataDocument
  readonly world: World
  /** Reads the world and puts it back when it has changed. */
  readonly settle: () => Promise<World>
}

const transports: readonly Transport[] = ['http', 'websocket']
/** Every table that can be selected. */
export const tables = Object.keys(policy) as TableName[]

/** Probes the selected cells, one after another, because each write must be seen alone. */
export async function probe(proof: Proof, selection: Selection = {}): Promise<Cell[]> {
  const { close, ...ways } = openTransports(proof.target)
  const cells: Cell[] = []
  try {
    for await (const cell of observed(proof, selection, ways)) {
      cells.push(cell)
      if (selection.signal?.aborted || (selection.toFirstLeak && cell.problems.length > 0)) break
    }
  }
  finally {
    await close()
  }
  return cells
}

async function* observed(
  proof: Proof,
  selection: Selection,
  ways: Pick<WriteAttempt, 'send' | 'sendAll' | 'follow'>,
): AsyncGenerator<Cell> {
  const routes = relationshipsOf(proof.metadata)
  const asked = people.filter(
    one => !selection.roles || (one.role && selection.roles.includes(one.role)),
  )
  // The people of one role and both transports use the same statements: near each other they find
  // them prepared.
  for (const table of selection.tables ?? tables) {
    for (const person of asked) {
      for (const transport of selection.transports ?? transports) {
        const attempt: WriteAttempt = {
          person,
          transport,
          table,
          ...ways,
          policy: policy[table],
          world: proof.world,
          relationships: routes.filter(route => route.to === table),
          settle: proof.settle,
          toFirstLeak: selection.toFirstLeak === true,
          change: async statement => void (await proof.client.query(statement)),
        }
        yield* probeTable(attempt, selection.operations)
      }
    }
  }
}

const probes: Partial<
  Record<ProbedOperation, (attempt: WriteAttempt) => Promise<Observation> | undefined>
> = { ...readProbes, ...writeProbes, ...inheritanceProbes }

async function* probeTable(
  attempt: WriteAttempt,
  selected?: readonly ProbedOperation[],
): AsyncGenerator<Cell> {
  const { person, table, transport } = attempt
  for (const operation of selected ?? (Object.keys(probes) as ProbedOperation[])) {
    const observation = probes[operation]?.(attempt)
    if (observation) yield { person, table, transport, operation, ...(await observation) }
  }
}

/** The relationships of metadata, with the tables that they join. */
function relationshipsOf(metadata: MetadataDocument): Relationship[] {
  return metadata.sources
    .flatMap(source => source.tables)
    .flatMap((table) => {
      const from = tableName(table.table)
      return [...(table.object_relationships ?? []), ...(table.array_relationships ?? [])].flatMap(
        ({ name, using }) => {
          const to = targetOf(using)
          return to ? [{ from, name, to } as Relationship] : []
        },
      )
    })
}

/** Forward foreign keys of this application, by the column that holds them. */
const referenced: Readonly<Record<string, string>> = {
  goal_id: 'goals',
  parent_id: 'goals',
  user_id: 'users',
  created_by: 'users',
  category_id: 'categories',
}

function targetOf(using: {
  foreign_key_constraint_on?: unknown
  manual_configuration?: { remote_table: { name: string } }
}): string | undefined {
  if (using.manual_configuration) return using.manual_configuration.remote_table.name
  const constraint = using.foreign_key_constraint_on
  if (typeof constraint === 'string') return referenced[constraint]
  return (constraint as { table: { name: string } } | undefined)?.table.name
}
