import { createServer } from 'node:http'
import DataLoader from 'dataloader'
import { createSchema, createYoga } from 'graphql-yoga'
import pg from 'pg'
import { contestantOptions, listen, poolSize } from './listen.ts'

// graphql-yoga with resolvers and DataLoader, as its documentation shows them: three statements a
// request, all prepared.
const { port, databaseUrl } = contestantOptions()
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize })

interface Task {
  goal_id: string
}
interface Goal {
  id: string
}
interface Context {
  userId: string
  tasksOf: DataLoader<string, Task[]>
}

const typeDefs = /* GraphQL */ `
  type Query {
    goals: [Goal!]!
    counts: Counts!
  }
  type Goal {
    id: ID!
    title: String!
    horizon: String!
    status: String!
    progress: Int!
    target_date: String
    tasks: [Task!]!
  }
  type Task {
    id: ID!
    title: String!
    status: String!
    priority: Int!
    due_date: String
  }
  type Counts {
    active: Int!
    completed: Int!
    on_hold: Int!
    cancelled: Int!
  }
`

const mine = `from users u join user_goals m on m.user_id = u.id join goals g on g.id = m.goal_id
  where u.id = $1 and u.is_active and g.deleted_at is null`

const goalsOf = async (userId: string): Promise<Goal[]> =>
  (
    await pool.query<Goal>({
      name: 'goals',
      text: `select g.id, g.title, g.horizon, g.status, g.progress, g.target_date::text ${mine} order by m.created_at desc limit 20`,
      values: [userId],
    })
  ).rows

const countsOf = async (userId: string): Promise<unknown> =>
  (
    await pool.query<Record<string, number>>({
      name: 'counts',
      text: `select ${['active', 'completed', 'on_hold', 'cancelled']
        .map(status => `count(*) filter (where g.status = '${status}')::int as ${status}`)
        .join(', ')} ${mine}`,
      values: [userId],
    })
  ).rows[0]

async function tasksOf(goalIds: readonly string[]): Promise<Task[][]> {
  const { rows } = await pool.query<Task>({
    name: 'tasks',
    text: `select goal_id, id, title, status, priority, due_date::text from tasks
      where goal_id = any($1::uuid[]) and deleted_at is null order by position, id`,
    values: [goalIds],
  })
  const byGoal = Map.groupBy(rows, task => task.goal_id)
  return goalIds.map(id => byGoal.get(id) ?? [])
}

const yoga = createYoga<object, Context>({
  logging: false,
  graphiql: false,
  maskedErrors: false,
  context: ({ request }) => ({
    userId: request.headers.get('x-user-id') ?? '',
    tasksOf: new DataLoader(tasksOf),
  }),
  schema: createSchema<Context>({
    typeDefs,
    resolvers: {
      Query: {
        goals: (_root, _args, { userId }) => goalsOf(userId),
        counts: (_root, _args, { userId }) => countsOf(userId),
      },
      Goal: { tasks: ({ id }: Goal, _args, { tasksOf }) => tasksOf.load(id) },
    },
  }),
})

listen(
  createServer((request, response) => void yoga(request, response)),
  port,
)
