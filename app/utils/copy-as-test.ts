/** One run of the playground that becomes a test. `answer` is the response's body as JSON text. */
export interface PlaygroundCase {
  name: string
  query: string
  variables: Record<string, unknown>
  role: string
  userId: string
  answer: string
}

/**
 * A test file that asks the same as the same person in the same role and expects today's answer,
 * for tests/integration. Its database is empty: the test needs to insert the rows that the
 * answer shows.
 */
export function asTest({ name, query, variables, role, userId, answer }: PlaygroundCase): string {
  const given = Object.keys(variables).length > 0 ? `, ${literal(variables)}` : ''
  return `import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestGraphQL, type TestGraphQL } from '../support/graphql.ts'

let graphql: TestGraphQL

beforeAll(async () => {
  graphql = await createTestGraphQL()
})

afterAll(() => graphql.close())

test(${quoted(`answers ${name} as ${role}`)}, async () => {
  const ask = graphql.as(${quoted(role)}, ${quoted(userId)})
  const query = ${template(query)}
  expect(await ask(query${given})).toEqual(${literal(JSON.parse(answer))})
})
`
}

/** JSON is JavaScript; only its keys and lines are laid out as the rest of the file. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replaceAll('\n', '\n  ')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\'', '\\\'')}'`
}

function template(text: string): string {
  return `\`${text.trim().replace(/[`\\]|\$(?=\{)/g, character => `\\${character}`)}\``
}
