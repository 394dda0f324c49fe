import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '../../../../dev/postgres/cluster.ts'

/** A PostgreSQL that lives as long as a test run. */
export interface TestCluster {
  /** Connection string of its superuser. */
  url: string
  /** Stops it and deletes its data. */
  stop: () => Promise<void>
}

/** Starts a PostgreSQL in a temporary folder of its own. */
export async function startTestCluster(): Promise<TestCluster> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'goals-test-postgres-'))
  const cluster = await startPostgres(directory, { durable: false })
  return {
    url: cluster.url(),
    stop: async () => {
      await cluster.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
