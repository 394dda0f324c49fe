// Writes what each role may ask, as hasura/metadata declares it: from the engine, on a database
// made for this run only.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { migrate } from '../../../db/migrate.ts'
import { createEngine, type Engine } from '../../../hasura/engine/index.ts'
import { writeOutputFields } from './output-fields.ts'
import { startPostgres } from '../../../dev/postgres/cluster.ts'
import { argumentSchema, printArgumentSchema } from './argument-schema.ts'
import { roles, type Role } from '#shared/roles.ts'
import { readSchema, writeTypes } from './write-types.ts'

const metadata = fileURLToPath(new URL('../../../hasura/metadata', import.meta.url))
/** By this file the gateway knows the type of each argument that it checks. */
const gatewaySchema = fileURLToPath(
  new URL('../../../server/utils/gateway/request/arguments/schema.json', import.meta.url),
)
const folder = mkdtempSync(path.join(os.tmpdir(), 'goals-graphql-'))
const postgres = await startPostgres(folder, { durable: false })
try {
  await migrate(postgres.url())
  const engine = await createEngine({
    databaseUrl: postgres.url(),
    metadata,
    changeTriggers: false,
    adminSecret: 'of this run',
  })
  const schemas = new Map<Role, GraphQLSchema>()
  for (const role of roles) schemas.set(role, buildClientSchema(await introspect(engine, role)))
  for (const [role, schema] of schemas) writeTypes(role, schema)
  writeOutputFields([...schemas.values()])
  writeFileSync(gatewaySchema, printArgumentSchema(argumentSchema(roles.map(readSchema))))
  await engine.close()
}
finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function introspect(engine: Engine, role: Role): Promise<IntrospectionQuery> {
  const answer = await engine.execute(
    { role, variables: { 'x-hasura-role': role }, backendOnly: false, expiresAt: undefined },
    { query: getIntrospectionQuery(), variables: {}, operationName: undefined },
  )
  const { data, errors } = JSON.parse(answer) as {
    data?: IntrospectionQuery
    errors?: { message: string }[]
  }
  if (!data)
    throw new Error(
      `The engine does not describe the schema of ${role}: ${errors?.[0]?.message ?? 'no answer'}`,
    )
  return data
}
