// How far goals are, worked out once more from their rows, in whole hundredths of a per cent.
import type { Content, GoalRow, KeyResultRow, TaskRow } from './content.ts'

const complete = 10_000n

/** The mean of figures by their weights, rounded half up; undefined when nothing weighs anything. */
function weightedMean(parts: readonly { weight: number, figure: bigint }[]): bigint | undefined {
  const weight = parts.reduce((sum, part) => sum + BigInt(part.weight), 0n)
  if (weight === 0n) return undefined
  return roundedQuotient(
    parts.reduce((sum, part) => sum + BigInt(part.weight) * part.figure, 0n),
    weight,
  )
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

/** Millionths, exactly: a measured number has at most six decimals. */
function millionths(text: string): bigint {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!
  return BigInt(`${sign}${whole}${decimals.padEnd(6, '0')}`)
}

function figureOfKeyResult(result: KeyResultRow): bigint {
  if (result.kind === 'milestone') return result.is_done ? complete : 0n
  const [start, current, target] = [
    result.start_value!,
    result.current_value!,
    result.target_value!,
  ].map(millionths) as [bigint, bigint, bigint]
  const [done, whole] =
    target > start ? [current - start, target - start] : [start - current, start - target]
  if (done <= 0n) return 0n
  return done >= whole ? complete : roundedQuotient(complete * done, whole)
}

const counts = (row: { deleted_at: string | null, status?: string }) =>
  row.deleted_at === null && row.status !== 'cancelled'

/** The parts that count, by what they are parts of. */
interface Parts {
  readonly subtasks: ReadonlyMap<string | null, readonly TaskRow[]>
  readonly tasks: ReadonlyMap<string, readonly TaskRow[]>
  readonly results: ReadonlyMap<string, readonly KeyResultRow[]>
  readonly goals: ReadonlyMap<string | null, readonly GoalRow[]>
  /** What is worked out already. */
  readonly known: Map<string, bigint>
}

function figureOfTask(task: TaskRow, parts: Parts): bigint {
  if (task.status === 'completed') return complete
  return weightedMean(withFigures(parts.subtasks.get(task.id), one => figureOfTask(one, parts))) ?? 0n
}

function figureOfGoal(goal: GoalRow, parts: Parts): bigint {
  const known = parts.known.get(goal.id)
  if (known !== undefined) return known
  const mean = weightedMean([
    ...withFigures(parts.tasks.get(goal.id), task => figureOfTask(task, parts)),
    ...withFigures(parts.results.get(goal.id), figureOfKeyResult),
    ...withFigures(parts.goals.get(goal.id), child => figureOfGoal(child, parts)),
  ])
  const figure = goal.status === 'completed' ? complete : (mean ?? BigInt(goal.manual_progress) * 100n)
  parts.known.set(goal.id, figure)
  return figure
}

function withFigures<Row extends { weight: number }>(
  rows: readonly Row[] = [],
  figureOf: (row: Row) => bigint,
): { weight: number, figure: bigint }[] {
  return rows.map(row => ({ weight: row.weight, figure: figureOf(row) }))
}

/** Each goal's id and its progress, in the form in which PostgreSQL prints it, such as `66.67`. */
export function recompute({ goals, tasks, key_results: results }: Content): Record<string, string> {
  const counted = tasks.filter(counts)
  const parts: Parts = {
    subtasks: Map.groupBy(counted, task => task.parent_id),
    tasks: Map.groupBy(
      counted.filter(task => task.parent_id === null),
      task => task.goal_id,
    ),
    results: Map.groupBy(results.filter(counts), result => result.goal_id),
    goals: Map.groupBy(goals.filter(counts), goal => goal.parent_id),
    known: new Map(),
  }
  return Object.fromEntries(
    goals.map((goal) => {
      const figure = figureOfGoal(goal, parts)
      return [goal.id, `${figure / 100n}.${String(figure % 100n).padStart(2, '0')}`]
    }),
  )
}
