// Documents of chance, made from each role's introspected schema: no answer may show what the session may not see, leave
// out what it may, depend on how values are passed, or be a failure of the engine. The same seed gives the same documents.
import { buildClientSchema, getIntrospectionQuery, print, type GraphQLSchema, type IntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readContent } from './content.ts'
import { poolOf } from './generate/context.ts'
import { generateDocument } from './generate/document.ts'
import { openLiveDoor } from './live.ts'
import { checkFilters } from './oracle/filters.ts'
import { unknownNames } from './oracle/names.ts'
import { createOracle } from './oracle/visible.ts'
import { random } from './random.ts'
import { runDocument, type Outcome, type Place } from './run.ts'
import { send } from './send.ts'
import { shrink } from './shrink.ts'
import type { World } from './world.ts'
import { startApplication } from './worlds/app.ts'
import { startEverything } from './worlds/everything.ts'
import { inCamelCase, inNamespace, plainly } from './worlds/variations.ts'

const documents = Number(process.env.PROPERTY_DOCUMENTS ?? 2000)
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_101)
/** A person stops looking after so many. */
const mostFailures = 3
const timeout = 60_000 + documents * 100

/** The worlds, and the share of the documents that each gets. */
const worlds = [
  { name: 'the application', share: 0.4, start: startApplication },
  ...[{ variation: plainly, share: 0.4 }, { variation: inCamelCase, share: 0.1 }, { variation: inNamespace, share: 0.1 }]
    .map(({ variation, share }) => ({ name: variation.name, share, start: () => startEverything(variation) })),
]

describe.each(worlds)('documents for $name', ({ share, start }) => {
  let world: World
  beforeAll(async () => { world = await start() })
  afterAll(() => world.close())

  it(`are answered as the permissions say, seed ${seed}`, async () => {
    const content = await readContent(world.client, world.tables)
    const pool = poolOf(content, world.tables)
    const results = new Map<string, number>()
    const failures: string[] = []
    for (const [index, session] of world.sessions.entries()) {
      const oracle = await createOracle(world, session, `oracle${index}`)
      const place: Place = { world, oracle, content, schema: await introspect(world, index), live: openLiveDoor(world, session) }
      failures.push(...unknownNames(place.schema, world, session), ...await checkFilters(world, session, oracle))
      for (let number = 0; number < documents * share / world.sessions.length && failures.length < mostFailures; number++) {
        const own = Math.imul(seed + index * 7919, 2654435761) + number
        const document = generateDocument(place.schema, world, pool, random(own))
        const outcome = await runDocument(document, own, place)
        results.set(outcome.result, (results.get(outcome.result) ?? 0) + 1)
        if (outcome.problems.length > 0) failures.push(await report(place, own, document, outcome))
      }
      await place.live.close()
    }
    console.log(`seed ${seed}, ${world.name}: ${[...results].map(([result, count]) => `${count} ${result}`).join(', ')}`)
    expect(failures.join('\n\n')).toBe('')
    expect(results.get('data')).toBeGreaterThan(documents * share / 2)
  }, timeout)
})

/** The schema that the engine shows to a session. */
async function introspect(world: World, index: number): Promise<GraphQLSchema> {
  const session = world.sessions[index]
  if (!session) throw new Error('no such session')
  const reply = await send(world, session, { query: getIntrospectionQuery(), variables: {} }, 'library')
  if ('code' in reply) throw new Error(reply.message)
  return buildClientSchema(reply.data as IntrospectionQuery)
}

/** The failure for a person, with a document that is as small as it gets in a while. */
async function report(place: Place, own: number, document: Parameters<typeof runDocument>[0], { problems }: Outcome): Promise<string> {
  const smallest = await shrink(document, async smaller => (await runDocument(smaller, own, place)).problems.length > 0)
  const outcome = await runDocument(smallest, own, place)
  return [
    `PROPERTY_SEED=${seed}, session ${JSON.stringify(place.oracle.session.session.variables)}, document ${own}`,
    ...(outcome.problems.length > 0 ? outcome.problems : problems).map(problem => `* ${problem}`),
    print(smallest), outcome.again.query, `variables ${JSON.stringify(outcome.again.variables)}`,
  ].join('\n')
}
