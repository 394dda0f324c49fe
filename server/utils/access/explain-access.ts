import permissions from '#permissions'
import { roles, type Role } from '#shared/roles.ts'
import type { Operation, Predicate } from '../../../hasura/permissions/model.ts'
import { Problem, Unavailable } from '../errors.ts'
import { forwardRequest } from '../gateway/upstream/forward-request.ts'
import { GraphqlProblem } from '../gateway/errors/graphql-problem.ts'
import {
  clauseQuestions,
  filterQuestions,
  type ClauseQuestion,
  type Question,
  throughMembers,
} from './clause-questions.ts'

/**
 * The tables whose access can be explained: each row has an id and belongs to a goal. What people call a
 * row, and how to say of it that its goal is such.
 */
const explained = {
  goals: { word: 'goal', whoseGoal: goal => goal },
  tasks: { word: 'task', whoseGoal: goal => ({ goal }) },
  key_results: { word: 'key result', whoseGoal: goal => ({ goal }) },
  check_ins: { word: 'check-in', whoseGoal: goal => ({ goal }) },
  task_dependencies: { word: 'dependency', whoseGoal: goal => ({ task: { goal } }) },
  invitations: { word: 'invitation', whoseGoal: goal => ({ goal }) },
  audit_log: { word: 'change', whoseGoal: goal => ({ goal }) },
} as const satisfies Record<string, { word: string, whoseGoal: (goal: Predicate) => Predicate }>

/** A table whose access can be explained. */
export type ExplainedTable = keyof typeof explained

/** All of them. */
export const explainedTables = Object.keys(explained) as readonly ExplainedTable[]

/** The question: may this person, acting in this role, do something to this row? */
export interface AccessQuestion {
  readonly table: ExplainedTable
  readonly id: string
  readonly person: string
  readonly role: Role
}

/** The user who asks, and the roles they may look in. */
export interface Asker {
  readonly id: string
  readonly allowedRoles: readonly string[]
  readonly accessToken: string
}

/** One operation. Without clauses the role has no permission for it at all. */
export interface OperationAccess {
  readonly allowed: boolean
  readonly clauses: readonly { readonly words: string, readonly holds: boolean }[]
}

/** The answer, by operation. */
export type Access = Readonly<Record<'select' | 'update' | 'delete', OperationAccess>>

const operations = ['select', 'update', 'delete'] as const

/**
 * Tells whether a person may see, change and delete a row, by each clause of the metadata's
 * filters.
 *
 * Every clause is asked through GraphQL under the asker's own token, so that users learn no more
 * than they could find out by themselves. Only the goal's owner and administrators may ask.
 *
 * @throws Problem `not-found` for everybody else, whether or not the row exists; `forbidden` when
 *   an owner asks about
 * administrators; Unavailable when Hasura does not answer
 */
export async function explainAccess(asker: Asker, question: AccessQuestion): Promise<Access> {
  const role = roles.find(name => asker.allowedRoles.includes(name))
  if (role === undefined) throw notFound(question)
  if (question.role === 'org_admin' && role !== 'org_admin')
    throw new Problem('forbidden', 'Only an administrator may ask about the role org_admin.', {
      field: 'role',
    })
  const plans = operations.map(operation => planOf(operation, question))
  const questions = [
    mayAsk(asker, role, question),
    ...plans.flatMap(plan => (plan ? [...plan.whole, ...plan.clauses] : [])),
  ]
  const [isAllowedToAsk, ...answers] = await ask(asker, role, question, questions)
  if (!isAllowedToAsk) throw notFound(question)
  const read = <Item>(items: readonly Item[]) =>
    items.map(item => ({ item, holds: answers.shift()! }))
  const answered = plans.map((plan): OperationAccess => {
    if (!plan) return { allowed: false, clauses: [] }
    const allowed = read(plan.whole).every(({ holds }) => holds)
    return {
      allowed,
      clauses: read(plan.clauses).map(({ item, holds }) => ({ words: item.words, holds })),
    }
  })
  return Object.fromEntries(
    operations.map((operation, index) => [operation, answered[index]]),
  ) as unknown as Access
}

interface Plan {
  readonly whole: readonly Question[]
  readonly clauses: readonly ClauseQuestion[]
}

function planOf(operation: Operation, { table, role, person }: AccessQuestion): Plan | undefined {
  const permission = permissions.find(
    candidate =>
      candidate.table === table && candidate.role === role && candidate.operation === operation,
  )
  const filter = permission?.filter && throughMembers(permission.filter)
  return (
    filter && { whole: filterQuestions(filter, person), clauses: clauseQuestions(filter, person) }
  )
}

/** True of rows that exist, for administrators; for others, of those whose goal they own. */
function mayAsk({ id }: Asker, role: string, { table }: AccessQuestion): Question {
  if (role === 'org_admin') return { table: undefined, where: {} }
  const owned: Predicate = { members: { user_id: { _eq: id }, role: { _eq: 'owner' } } }
  return { table: undefined, where: explained[table].whoseGoal(owned) }
}

function notFound({ table }: AccessQuestion): Problem {
  return new Problem(
    'not-found',
    `There is no such ${explained[table].word}, or it is not yours to ask about.`,
  )
}

/**
 * Asks everything in one document, one alias a question; answers which of them some row satisfies.
 */
async function ask(
  asker: Asker,
  role: string,
  { table, id }: AccessQuestion,
  questions: readonly Question[],
): Promise<boolean[]> {
  const tables = questions.map(question => question.table ?? table)
  const query = `query ExplainAccess(${tables.map((name, index) => `$w${index}: ${name}_bool_exp!`).join(', ')}) {
${tables.map((name, index) => `  q${index}: ${name}(where: $w${index}, limit: 1) { __typename }`).join('\n')}
}`
  const wheres = questions.map(question =>
    question.table ? question.where : { _and: [{ id: { _eq: id } }, question.where] },
  )
  const variables = Object.fromEntries(wheres.map((where, index) => [`w${index}`, where]))
  const { data, errors } = await send(asker, JSON.stringify({ query, variables }), role)
  if (!data) throw new Error(`Hasura refused to explain: ${JSON.stringify(errors)}`)
  return questions.map((_, index) => data[`q${index}`]!.length > 0)
}

async function send(
  { id: person, accessToken: token }: Asker,
  body: string,
  role: string,
): Promise<{ data?: Record<string, unknown[]>, errors?: unknown }> {
  const answer = await forwardRequest({ person, body, token, role, isMutation: false }).catch(
    (error: unknown) => {
      throw error instanceof GraphqlProblem ? new Unavailable('Hasura', error) : error
    },
  )
  return JSON.parse(answer.body) as { data?: Record<string, unknown[]>, errors?: unknown }
}
