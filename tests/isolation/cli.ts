// npm run isolation                     probes the embedded engine, checks the rules, writes the report
// npm run isolation -- mutants          the same, then weakens each permission in turn and counts what
//                                       is killed
// npm run isolation -- canary [--all]   sends all that an unprivileged user can send, over every
//                                       transport of the engine and the gateway
// npm run isolation -- diff [<ref>]     says what a change of metadata gives and takes since a git
//                                       revision: ISOLATION_BASE, else where the branch left its
//                                       upstream, else the commit before
//
// --out <folder>                        for the report; default .data/isolation
// --tables <a,b>, --roles <a,b>         probe a part, and weaken only it; goes into a folder "part" there
// --staging                             a real Hasura whose database is migrated and empty, by
//                                       HASURA_GRAPHQL_ENDPOINT, HASURA_GRAPHQL_JWT_SECRET (HS256 with a
//                                       key) and ISOLATION_DATABASE_URL (a superuser: rows are planted
//                                       and deleted again)
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startTestCluster } from '../../hasura/engine/tests/support/cluster.ts'
import { canary } from './commands/canary.ts'
import { diff } from './commands/diff.ts'
import { report, type ReportOptions } from './commands/report.ts'
import { tables } from './matrix.ts'
import { people } from './support/people.ts'
import { UsageError } from './support/usage-error.ts'

const {
  values,
  positionals: [command = 'report', revision],
} = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: '.data/isolation' },
    tables: { type: 'string' },
    roles: { type: 'string' },
    staging: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  },
})

try {
  process.exitCode = await run()
}
catch (error) {
  console.error(error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

async function run(): Promise<number> {
  const isRemote = Boolean(process.env.HASURA_GRAPHQL_ENDPOINT)
  switch (command) {
    case 'report':
      return isRemote ? report(options(true)) : onPostgres(() => report(options(false)))
    case 'mutants':
      if (isRemote)
        throw new UsageError(
          'Mutants replace the metadata of the embedded engine, so they run without HASURA_GRAPHQL_ENDPOINT.',
        )
      return onPostgres(() => report({ ...options(false), withMutants: true }))
    case 'canary':
      return onPostgres(() => canary(values.all))
    case 'diff':
      return diff(revision)
    default:
      throw new UsageError(
        `There is no command "${command}": use none, mutants, canary, or diff [<revision>].`,
      )
  }
}

function options(isRemote: boolean): ReportOptions {
  const isPart = values.tables !== undefined || values.roles !== undefined
  const selection = {
    ...(values.tables !== undefined && { tables: chosen('tables', values.tables, tables) }),
    ...(values.roles !== undefined && {
      roles: chosen('roles', values.roles, [...new Set(people.flatMap(({ role }) => role ?? []))]),
    }),
  }
  return {
    out: isPart ? path.join(values.out, 'part') : values.out,
    selection,
    isRemote,
    isStaging: values.staging,
    withMutants: false,
  }
}

function chosen<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  return text.split(',').map((name) => {
    const found = known.find(one => one === name.trim())
    if (!found)
      throw new UsageError(`--${option}: there is no ${name}. There are: ${known.join(', ')}.`)
    return found
  })
}

/** Runs with a PostgreSQL of its own, unless TEST_DATABASE_URL names one. */
async function onPostgres(work: () => Promise<number>): Promise<number> {
  if (process.env.TEST_DATABASE_URL) return work()
  const cluster = await startTestCluster()
  process.env.TEST_DATABASE_URL = cluster.url
  try {
    return await work()
  }
  finally {
    await cluster.stop()
  }
}
