import { expect, onTestFinished, test } from 'vitest'
import { killMutants, mutantLine } from './mutation.ts'
import { startLocalProof } from './support/local.ts'
import { readmeSays } from './support/readme.ts'
import { columnsIn } from './support/world.ts'

test('mutation testing kills every weakened permission', async () => {
  const proof = await startLocalProof()
  onTestFinished(() => proof.close())
  const columns = await columnsIn(proof.client)
  const verdicts = await killMutants(proof, table => columns.get(table) ?? [])
  const survivors = verdicts.filter(verdict => verdict.outcome === 'survived')
  console.log(mutantLine(verdicts))
  expect(survivors.map(({ mutant }) => mutant.description)).toEqual([])
  expect(verdicts.length).toBeGreaterThan(100)
  expect(readmeSays('mutants killed')).toBe(`${verdicts.length} of ${verdicts.length}`)
}, 1_200_000)
