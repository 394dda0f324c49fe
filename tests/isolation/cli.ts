// npm run isolation                 proves the promise on the embedded engine and writes the report
// npm run isolation -- mutants      weakens each permission in turn and counts what is noticed
// npm run isolation -- diff <ref>   says what a change of metadata gives and takes since a git revision
// Options: --out <folder> for the report (default .data/isolation)
// A real Hasura on a staging system with an empty, migrated database: HASURA_GRAPHQL_ENDPOINT, HASURA_GRAPHQL_JWT_SECRET
// (HS256 with a key), ISOLATION_DATABASE_URL (a superuser: rows are planted and put back).
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadMetadata } from '../../hasura/engine/metadata/load.ts'
import { difference } from '../../hasura/isolation/difference.ts'
import { permissionsOf, type MetadataDocument } from '../../hasura/isolation/model.ts'
import { startTestCluster } from '../support/cluster.ts'
import { htmlOf } from './html.ts'
import { probe } from './matrix.ts'
import { killMutants } from './mutation.ts'
import { closingLine, reportOf } from './report.ts'
import { compiler } from './support/compiled.ts'
import { metadataDirectory, startLocalProof } from './support/local.ts'
import { startRemoteProof } from './support/remote.ts'
import { columnsIn } from './support/world.ts'

const { values: { out }, positionals: [command = 'report', revision] } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: '.data/isolation' } } })

switch (command) {
  case 'report': process.exitCode = await onPostgres(report); break
  case 'mutants': process.exitCode = await onPostgres(mutants); break
  case 'diff': process.exitCode = await diff(revision); break
  default:
    console.error(`There is no command "${command}": use none, mutants, or diff <revision>.`)
    process.exitCode = 2
}

/** Runs with a PostgreSQL of its own, unless TEST_DATABASE_URL names one. */
async function onPostgres(run: () => Promise<number>): Promise<number> {
  if (process.env.TEST_DATABASE_URL) return run()
  const cluster = await startTestCluster()
  process.env.TEST_DATABASE_URL = cluster.url
  try {
    return await run()
  }
  finally {
    await cluster.stop()
  }
}

async function report(): Promise<number> {
  const remote = process.env.HASURA_GRAPHQL_ENDPOINT !== undefined
  const proof = remote ? await startRemoteProof(process.env) : await startLocalProof()
  try {
    const cells = await probe(proof)
    const found = reportOf(proof.target, proof.metadata, cells, await compiler(proof.metadata, proof.pool))
    mkdirSync(out, { recursive: true })
    writeFileSync(path.join(out, 'report.json'), JSON.stringify(found, null, 1))
    writeFileSync(path.join(out, 'report.html'), htmlOf(found))
    for (const cell of cells) for (const problem of cell.problems) console.log(`${cell.person.name} over ${cell.door}, ${cell.operation}: ${problem}`)
    console.log(`Probed ${proof.target.name}; the report is in ${path.join(out, 'report.html')}`)
    console.log(closingLine(found.summary))
    return found.summary.hold === found.summary.cells ? 0 : 1
  }
  finally {
    await proof.close()
  }
}

async function mutants(): Promise<number> {
  const proof = await startLocalProof()
  try {
    const columns = await columnsIn(proof.client)
    const verdicts = await killMutants(proof, table => columns.get(table) ?? [])
    const survivors = verdicts.filter(verdict => verdict.noticed === 'not at all')
    for (const { mutant, noticed, evidence } of verdicts) console.log(`${mutant.description} — noticed ${noticed}${evidence && `: ${evidence}`}`)
    console.log(`mutants: ${verdicts.length - survivors.length} of ${verdicts.length} killed`)
    return survivors.length === 0 ? 0 : 1
  }
  finally {
    await proof.close()
  }
}

/** A widening must be acknowledged by a line `Widens-Access: <sentence>` in a commit message since the revision. */
async function diff(revision: string | undefined): Promise<number> {
  if (!revision) {
    console.error('Name the git revision to compare with: npm run isolation -- diff main')
    return 2
  }
  const before = await metadataAt(revision)
  const after = await loadMetadata(metadataDirectory) as MetadataDocument
  const changes = difference(permissionsOf(before), permissionsOf(after))
  const messages = execFileSync('git', ['log', '--format=%B', `${revision}..HEAD`], { encoding: 'utf8' })
  const isAcknowledged = (sentence: string) => messages.includes(`Widens-Access: ${sentence}`)
  for (const { widens, sentence } of changes) console.log(`${widens ? isAcknowledged(sentence) ? 'acknowledged' : 'WIDENS' : 'narrows'}  ${sentence}`)
  const open = changes.filter(change => change.widens && !isAcknowledged(change.sentence))
  if (open.length > 0) console.log('\nSay that this is meant, in a commit message:\n' + open.map(change => `Widens-Access: ${change.sentence}`).join('\n'))
  console.log(`isolation diff: ${changes.length} changes since ${revision}, ${open.length} widen access without acknowledgement`)
  return open.length === 0 ? 0 : 1
}

async function metadataAt(revision: string): Promise<MetadataDocument> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'metadata-'))
  try {
    const archive = execFileSync('git', ['archive', revision, 'hasura/metadata'], { maxBuffer: 64 * 1024 * 1024 })
    execFileSync('tar', ['-x', '-C', folder], { input: archive })
    return await loadMetadata(path.join(folder, 'hasura', 'metadata')) as MetadataDocument
  }
  finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
