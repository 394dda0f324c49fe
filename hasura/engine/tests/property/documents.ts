import fc from 'fast-check'
import {
  buildClientSchema,
  getIntrospectionQuery,
  print,
  type DocumentNode,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readContent } from './content.ts'
import { poolOf } from './generate/context.ts'
import { generateDocument } from './generate/document.ts'
import { openLiveTransport } from './live.ts'
import { checkFilters } from './oracle/filters.ts'
import { unknownNames } from './oracle/names.ts'
import { createOracle } from './oracle/visible.ts'
import { drawFrom } from './random.ts'
import { runDocument, type Outcome, type Place } from './run.ts'
import { send } from './send.ts'
import type { World } from './world.ts'

const allDocuments = Number(process.env.PROPERTY_DOCUMENTS ?? 2000)
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_101)

/** A world, and the share of PROPERTY_DOCUMENTS that it gets. */
export interface PropertyWorld {
  readonly name: string
  readonly share: number
  readonly start: () => Promise<World>
}

/**
 * Property test: random documents from each role's introspected schema. No answer may show a row or
 * column that the session may not see, miss one that it may, depend on how values are passed, or be
 * an internal error.
 */
export function testDocuments({ name, share, start }: PropertyWorld): void {
  const documents = allDocuments * share
  const timeout = 60_000 + documents * 100
  describe(`documents for ${name}`, () => {
    let world: World
    beforeAll(async () => {
      world = await start()
    })
    afterAll(() => world.close())

    test(
      `are answered as the permissions say, seed ${seed}`,
      async () => {
        const content = await readContent(world.client, world.tables)
        const pool = poolOf(content, world.tables)
        const results = new Map<string, number>()
        const failures: string[] = []
        for (const [index, session] of world.sessions.entries()) {
          const oracle = await createOracle(world, session, `oracle${index}`)
          const place: Place = {
            world,
            oracle,
            content,
            schema: await introspect(world, index),
            live: openLiveTransport(world, session),
          }
          failures.push(
            ...unknownNames(place.schema, world, session),
            ...(await checkFilters(world, session, oracle)),
          )
          const property = fc.asyncProperty(fc.gen(), async (generate) => {
            const random = drawFrom(generate)
            const document = generateDocument(place.schema, world, pool, random)
            const outcome = await runDocument(document, random, place)
            results.set(outcome.result, (results.get(outcome.result) ?? 0) + 1)
            if (outcome.problems.length > 0) throw new Error(report(place, document, outcome))
          })
          const details = await fc.check(property, {
            numRuns: Math.ceil(documents / world.sessions.length),
            seed: seed + index,
            interruptAfterTimeLimit: timeout / world.sessions.length,
            markInterruptAsFailure: true,
          })
          if (details.failed)
            failures.push(
              `PROPERTY_SEED=${seed}, after ${details.numRuns} documents\n${String(details.errorInstance)}`,
            )
          await place.live.close()
        }
        console.log(
          `seed ${seed}, ${world.name}: ${[...results].map(([result, count]) => `${count} ${result}`).join(', ')}`,
        )
        expect(failures.join('\n\n')).toBe('')
        expect(results.get('data')).toBeGreaterThan(documents / 2)
      },
      timeout,
    )
  })
}

/** The schema that the engine shows to a session. */
async function introspect(world: World, index: number): Promise<GraphQLSchema> {
  const session = world.sessions[index]
  if (!session) throw new Error('no such session')
  const reply = await send(
    world,
    session,
    { query: getIntrospectionQuery(), variables: {} },
    'library',
  )
  if ('code' in reply) throw new Error(reply.message)
  return buildClientSchema(reply.data as IntrospectionQuery)
}

/** One failure: the problems, the document as sent, and the same with variables. */
function report(place: Place, document: DocumentNode, { problems, again }: Outcome): string {
  return [
    `session ${JSON.stringify(place.oracle.session.session.variables)}`,
    ...problems.map(problem => `* ${problem}`),
    print(document),
    again.query,
    `variables ${JSON.stringify(again.variables)}`,
  ].join('\n')
}
