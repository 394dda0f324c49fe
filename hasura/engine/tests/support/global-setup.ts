import { startTestCluster } from './cluster.ts'

/**
 * Gives all test files of one run the same PostgreSQL: TEST_DATABASE_URL, or one that ends with the
 * run.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined
  const cluster = await startTestCluster()
  process.env.TEST_DATABASE_URL = cluster.url
  return async () => {
    delete process.env.TEST_DATABASE_URL
    await cluster.stop()
  }
}
