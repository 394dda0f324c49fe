import os from 'node:os'
import type { DashboardReport, Measurement } from './dashboard.ts'
import type { LiveReport } from './live.ts'
import type { PlanningReport } from './planning.ts'
import type { WritingReport } from './writing.ts'

/** All of a run; written as JSON. */
export interface Report {
  readonly at: string
  readonly machine: string
  readonly dashboards: readonly (DashboardReport & { readonly goals: number })[]
  readonly planning: PlanningReport | undefined
  readonly live: readonly LiveReport[]
  readonly writing: WritingReport | undefined
}

/** A figure that the engine is to reach. */
export interface Target {
  readonly name: string
  readonly value: number
  /** The same figure by processor time, which other load on the machine hardly disturbs. */
  readonly byProcessor?: number
  readonly limit: string
  readonly reached: boolean
}

/** What the figures are taken on. */
export function machine(): string {
  return `${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'processor'}, Node.js ${process.version}, load before ${os.loadavg()[0]?.toFixed(1)}`
}

/** The report as text: tables of ratios, then the targets. */
export function printed(report: Report): string {
  const tables = report.dashboards.flatMap(({ goals, measurements }) => [
    '',
    `${goals.toLocaleString('en')} goals: the dashboard query, as a ratio to "bare" (by processor time; requests per second; mean / p97.5 in ms)`,
    ...[...new Set(measurements.map(({ contestant }) => contestant))].map(name =>
      [
        name.padEnd(26),
        ...measurements
          .filter(({ contestant }) => contestant === name)
          .map(({ connections, ratio, processorRatio, perSecond, mean, p97_5 }) =>
            `${connections} conn.: ${ratio.toFixed(2)} (${processorRatio.toFixed(2)}; ${perSecond.toFixed(0)}/s; ${mean.toFixed(1)} / ${p97_5})`.padEnd(
              46,
            ),
          ),
      ].join(''),
    ),
  ])
  const targets = targetsOf(report).map(
    ({ name, value, byProcessor, limit, reached }) =>
      `${reached ? 'yes' : 'NO '}  ${name.padEnd(62)} ${shown(value).padStart(8)}  ${limit}${byProcessor === undefined ? '' : ` (by processor time ${shown(byProcessor)})`}`,
  )
  return [report.machine, ...tables, '', ...targets].join('\n')
}

/** Every target that this run measured. */
function targetsOf({ dashboards, planning, live, writing }: Report): Target[] {
  const [small, large] = [dashboards[0], dashboards.at(-1)]
  const memory =
    dashboards.length === 0
      ? NaN
      : Math.max(...dashboards.map(({ engineMemory = NaN }) => engineMemory / 1e6))
  const [hundred, thousand, fiveThousand] = [100, 1000, 5000].map(count =>
    live.find(({ subscribers }) => subscribers === count),
  )
  const targets = [
    ...(small ? peerTargets(small) : []),
    ...(small && large && large !== small ? [growth(small, large)] : []),
    ...dashboards.map(({ goals, newest }) =>
      atMost(
        `20 newest of ${goals.toLocaleString('en')}: time with 20,000 own goals / with 20`,
        newest.light / newest.heavy,
        2,
      ),
    ),
    atMost('engine: resident memory after the load, MB', memory, 150),
    ...(planning ? [atMost('planning a cached document, µs', planning.cached, 50)] : []),
    ...(writing
      ? [atMost('completing a task four goals deep / the same UPDATE without triggers', writing.ratio, 2.5)]
      : []),
    ...(hundred
      ? [atMost('100 subscribers: write to result, p95, ms', hundred.writeToResult.p95, 10)]
      : []),
    ...(thousand
      ? [
          atMost(
            '1,000 idle subscribers: engine, % of a core',
            (thousand.idle.engine ?? NaN) * 100,
            2,
          ),
        ]
      : []),
    ...(fiveThousand ? [atLeast('5,000 subscribers: still open', fiveThousand.open, 5000)] : []),
  ]
  return targets.filter(({ value }) => !Number.isNaN(value))
}

function peerTargets(report: DashboardReport): Target[] {
  const engine = measurementOf(report, 'engine')
  const against = (contestant: string, limit: number): Target => {
    const other = measurementOf(report, contestant)
    return {
      ...atLeast(
        `engine / ${contestant}, 16 connections`,
        (engine?.ratio ?? NaN) / (other?.ratio ?? NaN),
        limit,
      ),
      byProcessor: (engine?.processorRatio ?? NaN) / (other?.processorRatio ?? NaN),
    }
  }
  return [
    against('bare', 0.9),
    against('engine, release before', 0.95),
    against('PostGraphile 5', 3.5),
    against('graphql-yoga, DataLoader', 2.5),
  ]
}

function growth(small: DashboardReport, large: DashboardReport): Target {
  const [before, after] = [measurementOf(small, 'engine'), measurementOf(large, 'engine')]
  return {
    ...atMost(
      'engine: time with the most goals / with the fewest, 16 connections',
      (before?.perSecond ?? NaN) / (after?.perSecond ?? NaN),
      1.5,
    ),
    byProcessor: (before?.perProcessorSecond ?? NaN) / (after?.perProcessorSecond ?? NaN),
  }
}

function measurementOf(
  { measurements }: DashboardReport,
  contestant: string,
): Measurement | undefined {
  return measurements.find(entry => entry.contestant === contestant && entry.connections === 16)
}

function atLeast(name: string, value: number, limit: number): Target {
  return { name, value, limit: `at least ${limit}`, reached: value >= limit }
}

function atMost(name: string, value: number, limit: number): Target {
  return { name, value, limit: `at most ${limit}`, reached: value <= limit }
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
