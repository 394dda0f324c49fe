import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { asTest } from '../../../../app/utils/copy-as-test.ts'

const run = {
  name: 'Mine',
  role: 'member',
  userId: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
  answer: '{"data": {"goals": [{"title": "it\'s `$' + '{x}`"}]}}',
  query:
    'query Mine($t: String!) {\n  goals(where: {title: {_eq: $t}}) { title } # `quoted` \\ '
    + '${x}\n}\n',
  variables: { t: 'it\'s' },
}

/** Runs the copied case with stand-ins for what it imports; answers what it asked and expected. */
async function play(text: string): Promise<unknown[]> {
  const body = stripTypeScriptTypes(text).replace(/^import .*$/gm, '')
  const seen: unknown[] = []
  const as = (role: string, userId: string) => (query: string, variables?: unknown) => {
    seen.push(role, userId, query, variables)
  }
  const steps: (() => Promise<void>)[] = []
  const later = (step: () => Promise<void>) => steps.push(step)
  const testCase = (name: string, check: () => Promise<void>) =>
    later(async () => {
      seen.push(name)
      await check()
    })
  const expectation = () => ({ toEqual: (value: unknown) => seen.push(value) })
  const load = new Function('beforeAll', 'afterAll', 'test', 'expect', 'createTestGraphQL', body) as (
    ...given: unknown[]
  ) => void
  load(
    later,
    () => {},
    testCase,
    expectation,
    async () => ({ as }),
  )
  for (const step of steps) await step()
  return seen
}

test('a run becomes a test that asks the same and expects the same', async () => {
  expect(await play(asTest(run))).toEqual([
    'answers Mine as member',
    'member',
    run.userId,
    run.query.trim(),
    run.variables,
    JSON.parse(run.answer),
  ])
})

test('without variables none are given', () => {
  expect(asTest({ ...run, variables: {} })).toContain('await ask(query)).toEqual')
})
