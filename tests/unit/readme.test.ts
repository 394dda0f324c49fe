import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { maxListRows, maxPattern } from '#shared/limits.ts'
import { maxDuration } from '../../db/database-settings.ts'
import { maxConditions } from '../../server/utils/gateway/request/arguments/measure.ts'
import { maxCost } from '../../server/utils/gateway/request/check-cost.ts'
import { maxNesting } from '../../server/utils/gateway/request/parse-document.ts'
import { maxShared, maxWaiting } from '../../server/utils/gateway/socket/outbox.ts'
import { answerTimeout, maxAnswerSize } from '../../server/utils/gateway/upstream/overload.ts'
import { requestShare } from '../../server/utils/gateway/upstream/request-slots.ts'
import { maxIdle, maxUntaken } from '../../server/utils/gateway/upstream/untaken-answers.ts'

const read = (file: string) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').replace(/\s+/g, ' ')

const readme = read('README.md')
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six']
const grouped = (figure: number) => figure.toLocaleString('en-US')
const megabytes = (bytes: number) => `${bytes / 1_000_000} MB`
const seconds = (milliseconds: number) => milliseconds / 1000

test.each([
  `${requestShare.maxRunning} requests of a user run and ${requestShare.maxWaiting} wait`,
  `more than ${megabytes(maxUntaken)} of answers wait for the user's clients`,
  `limited to ${grouped(maxListRows)} a list`,
  `may answer more than ${grouped(maxCost)}, or a document of more than ${maxNesting} levels`,
  `stopped at ${megabytes(maxAnswerSize)} and after ${seconds(answerTimeout)} seconds`,
  `nothing of its answer for ${seconds(maxIdle)} seconds`,
  `closed when ${megabytes(maxWaiting)} waits for it`,
  `on top of ${megabytes(maxShared)} for one person`,
  `patterns of at most ${maxPattern.characters} characters and ${words[maxPattern.wildcards]} wildcards`,
  `at most ${maxConditions.conditions} conditions and ${maxConditions.levels} levels`,
  `${words[Number.parseInt(maxDuration)]} seconds per statement`,
])('the README says "%s"', (words) => {
  expect(readme).toContain(words)
})

test.each([
  ['hasura/graphql-engine', /hasura\/graphql-engine` v(\d+\.\d+) or newer/],
  ['ghcr.io/goauthentik/server', /Authentik (\d+\.\d+) or newer/],
])('the README asks for the version of %s that is deployed', (image, said) => {
  const deployed = new RegExp(`${image}:v?(\\d+\\.\\d+)`).exec(read('docker-compose.yml'))?.[1]
  expect(said.exec(readme)?.[1]).toBe(deployed)
})
