import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Role } from '#shared/roles.ts'
import { startEngine } from '../../hasura/engine/tests/support/engine.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** The body of Hasura's answer. */
export interface GraphQLAnswer<Data = Record<string, unknown>> {
  data?: Data
  errors?: { message: string, extensions: { code: string, path: string } }[]
}

/** Sends documents on behalf of one person in one role. */
export type Ask = <Data = Record<string, unknown>>(
  query: string,
  variables?: Record<string, unknown>,
) => Promise<GraphQLAnswer<Data>>

/** A fresh database with the project's metadata in front of it. */
export interface TestGraphQL {
  database: TestDatabase
  /** Answers as the person would get it who holds a token with this role and id. */
  as: (role: Role, userId: string) => Ask
  close: () => Promise<void>
}

const metadata = fileURLToPath(new URL('../../hasura/metadata', import.meta.url))

/** Starts the engine as it is deployed: with a login that is only a member of `goals_graphql`. */
export async function createTestGraphQL(): Promise<TestGraphQL> {
  const database = await createTestDatabase()
  const login = `graphql_${randomUUID().replaceAll('-', '')}`
  await database.pool.query(`create role ${login} login password 'test' in role goals_graphql`)
  const url = Object.assign(new URL(database.url), { username: login, password: 'test' })
  const engine = await startEngine({ databaseUrl: url.href, metadata, changeTriggers: false })
  return {
    database,
    as: (role, userId) => (query, variables) =>
      engine.ask(role, query, { session: { 'user-id': userId }, variables }),
    close: async () => {
      await engine.stop()
      await database.pool.query(`drop role ${login}`)
      await database.drop()
    },
  }
}
