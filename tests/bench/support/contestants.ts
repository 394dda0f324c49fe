import path from 'node:path'
import type { Release } from './database.ts'
import { dashboardBefore, hasuraDashboard, postgraphileDashboard, resolversDashboard } from './documents.ts'
import { jwtSecret, type Caller } from './people.ts'
import { bench, root } from './processes.ts'

/** One way to serve the dashboard. */
export interface Contestant {
  readonly name: string
  /** Whose tables it reads. */
  readonly release?: Release
  readonly script: string
  readonly args: (port: number, databaseUrl: string) => string[]
  readonly env?: Record<string, string>
  readonly path: string
  readonly request: (caller: Caller) => LoadRequest
  /** Its answer in the same form for all, so that answers can be compared. */
  readonly normalise: (answer: unknown) => Dashboard
}

/** What is sent for one caller. */
export interface LoadRequest {
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Ids of the goals, each with those of its tasks, and the counts by status. */
export interface Dashboard {
  readonly goals: readonly {
    id: string
    title: string
    tasks: readonly string[]
  }[]
  readonly counts: Record<string, number>
}

interface Goal {
  readonly id: string
  readonly title: string
  readonly tasks: readonly { readonly id: string }[]
}
interface Count {
  readonly aggregate: { readonly count: number }
}
interface HasuraAnswer {
  readonly data: { readonly goals: readonly { readonly goal: Goal }[] } & Readonly<
    Record<Status, Count>
  >
}
interface ResolversAnswer {
  readonly data: { readonly goals: readonly Goal[], readonly counts: Record<Status, number> }
}
interface PostgraphileGoal {
  readonly rowId: string
  readonly title: string
  readonly tasksByGoalId: { readonly nodes: readonly { readonly rowId: string }[] }
}
interface PostgraphileAnswer {
  readonly data: {
    readonly goals: { readonly nodes: readonly { readonly goal: PostgraphileGoal }[] }
  } & Readonly<Record<Status, { readonly totalCount: number }>>
}

type Status = (typeof statuses)[number]
const statuses = ['active', 'completed', 'on_hold', 'cancelled'] as const
const json = { 'content-type': 'application/json' }
const plainArgs = (port: number, databaseUrl: string) => [
  '--port',
  String(port),
  '--database-url',
  databaseUrl,
]

const dashboard = (goals: readonly Goal[], count: (status: Status) => number): Dashboard => ({
  goals: goals.map(({ id, title, tasks }) => ({ id, title, tasks: tasks.map(task => task.id) })),
  counts: Object.fromEntries(statuses.map(status => [status, count(status)])),
})

const hasuraDashboardOf = (answer: unknown): Dashboard => {
  const { goals, ...counts } = (answer as HasuraAnswer).data
  return dashboard(
    goals.map(({ goal }) => goal),
    status => counts[status].aggregate.count,
  )
}

const bare = {
  script: path.join(bench, 'contestants', 'bare.ts'),
  path: '/',
  request: ({ id }: Caller) => ({ headers: { 'x-user-id': id } }),
  normalise: hasuraDashboardOf,
}

const engineArgs = (metadata: string) => (port: number, databaseUrl: string) => [
  ...plainArgs(port, databaseUrl),
  '--metadata',
  metadata,
  '--connections',
  '8',
]

const engine = {
  // With the heap that `npm run engine` gives it.
  script: path.join(root, 'hasura/engine/cli/launch.mjs'),
  args: engineArgs(path.join(root, 'hasura/metadata')),
  env: {
    NODE_OPTIONS: '--max-semi-space-size=4',
    HASURA_GRAPHQL_ADMIN_SECRET: 'bench',
    HASURA_GRAPHQL_JWT_SECRET: jwtSecret,
  },
  path: '/v1/graphql',
  normalise: hasuraDashboardOf,
}

const asking = (query: string) => ({ token }: Caller) => ({
  headers: { ...json, authorization: `Bearer ${token}` },
  body: JSON.stringify({ query }),
})

/** The yardstick first: every other is given as a ratio to it. */
export const contestants: readonly Contestant[] = [
  { ...bare, name: 'bare', args: plainArgs },
  {
    ...bare,
    name: 'bare, row_to_json',
    args: (...given) => [...plainArgs(...given), '--form', 'row'],
  },
  { ...engine, name: 'engine', request: asking(hasuraDashboard) },
  {
    ...engine,
    name: 'engine, release before',
    release: 'before',
    args: engineArgs(path.join(bench, 'metadata-before.yaml')),
    request: asking(dashboardBefore),
  },
  {
    name: 'graphql-yoga, DataLoader',
    script: path.join(bench, 'contestants', 'data-loader.ts'),
    args: plainArgs,
    path: '/graphql',
    request: ({ id }) => ({
      headers: { ...json, 'x-user-id': id },
      body: JSON.stringify({ query: resolversDashboard }),
    }),
    normalise: (answer) => {
      const { goals, counts } = (answer as ResolversAnswer).data
      return dashboard(goals, status => counts[status])
    },
  },
  {
    name: 'PostGraphile 5',
    script: path.join(bench, 'contestants', 'postgraphile.ts'),
    args: plainArgs,
    path: '/graphql',
    request: ({ id }) => ({
      headers: json,
      body: JSON.stringify({ query: postgraphileDashboard, variables: { user: id } }),
    }),
    normalise: (answer) => {
      const { goals, ...counts } = (answer as PostgraphileAnswer).data
      const plain = goals.nodes.map(({ goal: { rowId, title, tasksByGoalId } }) => ({
        id: rowId,
        title,
        tasks: tasksByGoalId.nodes.map(task => ({ id: task.rowId })),
      }))
      return dashboard(plain, status => counts[status].totalCount)
    },
  },
]
