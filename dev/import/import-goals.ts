import { indexGoals, type ExistingGoal, type ExistingGoals } from './existing-goals.ts'
import type { GoalRow } from './rows.ts'

/**
 * Sends one GraphQL request as the person who will own the goals; throws when the server does not
 * answer with GraphQL.
 */
export type Send = (query: string, variables: Record<string, unknown>) => Promise<GraphqlResponse>

/** A GraphQL response as the gateway answers it. */
export interface GraphqlResponse {
  data?: { insert_goals?: { returning: { id: string }[] }, goals?: ExistingGoal[] } | null
  errors?: { message: string, extensions?: { field?: string } }[]
}

/**
 * The outcome by row: how many are new, how many were there already, and which were refused
 * and why.
 */
export interface ImportResult {
  imported: number
  existing: number
  refused: { row: GoalRow, message: string }[]
}

const batchSize = 100

const insertGoals = `mutation ImportGoals($goals: [goals_insert_input!]!) {
  insert_goals(objects: $goals) { returning { id } }
}`

const existingGoals = `query ExistingGoals($offset: Int!, $limit: Int!) {
  goals(where: { is_inbox: { _eq: false } }, order_by: [{ id: asc }], offset: $offset, limit: $limit) { id parent_id title }
}`

const pageSize = 2000

/** From the top of a tree downwards; goals below the third level stay monthly. */
const horizons = ['yearly', 'quarterly', 'monthly'] as const

/**
 * Inserts goals level by level, so that every parent exists before its children.
 *
 * A batch is one transaction. When one is refused it is halved until the refused rows stand alone,
 * so that they are named and all others come in. Children of a refused row hang below the nearest
 * goal above it that came in. A row whose title stands below the same parent already is not
 * imported again.
 */
export async function importGoals(rows: readonly GoalRow[], send: Send): Promise<ImportResult> {
  const result: ImportResult = { imported: 0, existing: 0, refused: [] }
  const existing = await readExisting(send)
  const idsByCode = new Map<string, string | null>([['', null]])
  for (const [depth, level] of levels(rows).entries()) {
    const horizon = horizons[Math.min(depth, horizons.length - 1)]
    const goals = level.flatMap((row, position) => {
      const parentId = idsByCode.get(row.parentCode) ?? null
      const id = existing.take(parentId, row.title)
      if (id === undefined)
        return [{ row, input: toInput(row, { horizon, position, parent_id: parentId }) }]
      idsByCode.set(row.code, id)
      result.existing += 1
      return []
    })
    for (let start = 0; start < goals.length; start += batchSize) {
      await insert(goals.slice(start, start + batchSize), send, {
        accepted: (row, id) => {
          idsByCode.set(row.code, id)
          result.imported += 1
        },
        refused: (row, message) => {
          idsByCode.set(row.code, idsByCode.get(row.parentCode) ?? null)
          result.refused.push({ row, message })
        },
      })
    }
  }
  for (const row of rows) {
    if (!idsByCode.has(row.code))
      result.refused.push({ row, message: 'The goals above it form a circle.' })
  }
  return result
}

async function readExisting(send: Send): Promise<ExistingGoals> {
  const goals: ExistingGoal[] = []
  for (;;) {
    const { data, errors } = await send(existingGoals, { offset: goals.length, limit: pageSize })
    if (!data?.goals)
      throw new Error(errors?.[0]?.message ?? 'The server did not say which goals exist.')
    goals.push(...data.goals)
    if (data.goals.length < pageSize) return indexGoals(goals)
  }
}

interface Goal {
  row: GoalRow
  input: Record<string, unknown>
}
interface Verdict {
  accepted: (row: GoalRow, id: string) => void
  refused: (row: GoalRow, message: string) => void
}

async function insert(goals: readonly Goal[], send: Send, verdict: Verdict): Promise<void> {
  const { data, errors } = await send(insertGoals, { goals: goals.map(({ input }) => input) })
  const inserted = data?.insert_goals?.returning
  if (inserted)
    return goals.forEach(({ row }, index) => verdict.accepted(row, inserted[index]?.id ?? ''))
  const [only] = goals
  if (goals.length === 1 && only)
    return verdict.refused(only.row, errors?.[0]?.message ?? 'The server gave no reason.')
  const middle = Math.ceil(goals.length / 2)
  await insert(goals.slice(0, middle), send, verdict)
  await insert(goals.slice(middle), send, verdict)
}

/**
 * The rows without a parent, then those below them, and so on; the order within a level is the
 * file's.
 */
function levels(rows: readonly GoalRow[]): GoalRow[][] {
  const found: GoalRow[][] = []
  let above = new Set([''])
  for (let level = below(rows, above); level.length > 0; level = below(rows, above)) {
    found.push(level)
    above = new Set(level.map(({ code }) => code))
  }
  return found
}

function below(rows: readonly GoalRow[], above: ReadonlySet<string>): GoalRow[] {
  return rows.filter(({ parentCode }) => above.has(parentCode))
}

function toInput(
  row: GoalRow,
  place: {
    horizon?: string
    position: number
    parent_id: string | null
  },
): Record<string, unknown> {
  return {
    ...place,
    title: row.title,
    target_date: row.targetDate || null,
    success_criteria: row.successCriteria,
  }
}
