// Asks everything in two states of the world that differ in hidden rows only, and compares what
// came back to the last byte.
import type { Role } from '#shared/roles.ts'
import { readSchema } from '../../../app/graphql/tools/write-types.ts'
import { ids, type Person } from '../support/people.ts'
import type { Stack, Place } from '../support/stack.ts'
import { exchange } from '../support/wire.ts'
import { everywhere, questionsOf, type Question } from './questions.ts'
import { hide } from './rows.ts'

/** A question of one person, and the documents whose answers told the two states apart. */
export interface HiddenCell extends Question {
  readonly person: Person
  readonly told: readonly string[]
}

/**
 * Who asks: a member and a viewer to whom Alice's rows are a stranger's, and an administrator who
 * is deactivated.
 */
const askers: readonly Person[] = [
  { name: 'bob', id: ids.bob, role: 'member', relation: 'stranger' },
  { name: 'bob as viewer', id: ids.bob, role: 'viewer', relation: 'stranger' },
  {
    name: 'dan as administrator',
    id: ids.dan,
    role: 'org_admin',
    relation: 'deactivated administrator',
  },
]

/** So many requests are under way at once. */
const lanes = 8

/**
 * Members ask everything; the others, whose conditions are decided in the same place, the pattern
 * that tells the most along every path.
 */
function isAskedBy({ role }: Person, { path, operator }: Question): boolean {
  return role === 'member' || operator === '_like' || (path === 'query' && everywhere.has(operator))
}

/**
 * Asks in both states.
 *
 * @param wanted selects questions; all by default
 */
export async function compareHidden(
  stack: Stack,
  place: Place,
  wanted: (question: Question, person: Person) => boolean = () => true,
): Promise<HiddenCell[]> {
  const asked = askers.flatMap(person =>
    questionsOf(readSchema(person.role as Role))
      .filter(question => isAskedBy(person, question) && wanted(question, person))
      .map(question => ({ ...question, person })),
  )
  await hide(stack.client, 0)
  const first = await answersTo(stack, place, asked)
  await hide(stack.client, 1)
  const second = await answersTo(stack, place, asked)
  return asked.map((question, index) => ({
    ...question,
    told: question.documents.filter((_document, at) => first[index]![at] !== second[index]![at]),
  }))
}

async function answersTo(
  stack: Stack,
  place: Place,
  asked: readonly (Question & { person: Person })[],
): Promise<string[][]> {
  const answers: string[][] = asked.map(() => [])
  const left = asked.entries()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (const [index, { documents, person }] of left) {
        for (const query of documents)
          answers[index]!.push(
            await exchange(
              {
                target: stack[place],
                transport: query.startsWith('subscription') ? 'websocket' : 'http',
                person,
              },
              { query },
            ),
          )
      }
    }),
  )
  return answers
}

/** `bob: goals by query, _like: { goals(…) }` for each document that told of a hidden row. */
export function toldLines(cells: readonly HiddenCell[]): string[] {
  return cells.flatMap(({ person, table, path, operator, told }) =>
    told.map(document => `${person.name}: ${table} by ${path}, ${operator}: ${document}`),
  )
}
