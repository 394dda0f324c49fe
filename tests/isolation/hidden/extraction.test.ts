// The attack that such a question is for: one letter after the other, of a text that the attacker
// may not see.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getNamedType, isInputObjectType } from 'graphql'
import { readSchema } from '../../../app/graphql/tools/write-types.ts'
import { person } from '../support/pairs.ts'
import { everyTransport, startStack, type Stack } from '../support/stack.ts'
import { openTransports, type Send } from '../support/target.ts'
import { hide, secrets } from './rows.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await hide(stack.client, 0)
})
afterAll(() => stack.close())

const [secret] = secrets
const letters = [...new Set(['x', 'Q', ...secret.slice(0, 5)])]

/** Every text that a member's schema can filter by: `goals.title`. */
const columns = Object.values(readSchema('member').getTypeMap())
  .filter(isInputObjectType)
  .flatMap((type) => {
    const table = /^(.+)(?<!_aggregate)_bool_exp$/.exec(type.name)?.[1]
    const fields = table ? Object.values(type.getFields()) : []
    return fields
      .filter(field => getNamedType(field.type).name === 'String_comparison_exp')
      .map(({ name }) => ({ table: table!, column: name }))
  })

/**
 * Ways to ask whether a text begins with `start`, in a document whose answer could tell. `\\` is a
 * lone escape.
 */
const oracles: Readonly<Record<string, (column: string, start: string) => string>> = {
  'an error of LIKE': (column, start) => `{${column}: {_like: ${JSON.stringify(`${start}\\`)}}}`,
  'an error of ILIKE': (column, start) => `{${column}: {_ilike: ${JSON.stringify(`${start}\\`)}}}`,
  'an error of another condition': (column, start) =>
    `{_and: [{${column}: {_like: ${JSON.stringify(`${start}%`)}}}, {${column}: {_regex: "("}}]}`,
  'an error of a value': (column, start) =>
    `{_and: [{${column}: {_like: ${JSON.stringify(`${start}%`)}}}, {${column}: {_similar: "["}}]}`,
  'the time of a regular expression': (column, start) =>
    `{_and: [{${column}: {_like: ${JSON.stringify(`${start}%`)}}}, {${column}: {_regex: "^(.*)(.*)(.*)(.*)\\\\1\\\\2\\\\3\\\\4$"}}]}`,
}

/** The letters of which each was told from all others by its answer: what the attacker learns. */
async function extract(
  send: Send,
  transport: 'http' | 'websocket',
  { table, column }: { table: string, column: string },
  oracle: (column: string, start: string) => string,
): Promise<string> {
  let known = ''
  while (known.length < 4) {
    const answers = await Promise.all(
      letters.map(async letter => ({
        letter,
        answer: JSON.stringify(
          await send(
            transport,
            person('bob'),
            `{ ${table}(where: ${oracle(column, known + letter)}) { __typename } }`,
          ),
        ),
      })),
    )
    const odd = answers.filter(
      ({ answer }) => answers.filter(other => other.answer === answer).length === 1,
    )
    if (odd.length !== 1) return known
    known += odd[0]!.letter
  }
  return known
}

describe.each(everyTransport.filter(([place]) => place === 'gateway'))(
  'through the %s over %s, nothing is learnt',
  (place, transport) => {
    test.each(Object.entries(oracles))('by %s, of any text of any table', async (_name, oracle) => {
      const { send, close } = openTransports(stack[place])
      const learnt: string[] = []
      for (const column of columns) {
        const text = await extract(send, transport, column, oracle)
        if (text) learnt.push(`${column.table}.${column.column}: ${text}`)
      }
      await close()
      expect(columns.length).toBeGreaterThan(10)
      expect(learnt).toEqual([])
    })
  },
)

test('while the engine alone tells a title letter by letter, as a Hasura without a gateway does', async () => {
  const { send, close } = openTransports(stack.engine)
  const learnt = await extract(
    send,
    'http',
    { table: 'goals', column: 'title' },
    oracles['an error of LIKE']!,
  )
  await close()
  expect(learnt).toBe(secret.slice(0, 4))
})
