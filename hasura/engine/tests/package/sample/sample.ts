// A user's program: type-checked against the package's declarations, then run.
import {
  createEngine,
  EngineError,
  type Engine,
  type EngineOptions,
  type Session,
} from '@goals/engine'

const options: EngineOptions = {
  databaseUrl: process.env.DATABASE_URL ?? '',
  metadata: 'metadata',
  adminSecret: 'a secret',
  changeTriggers: false,
}
// @ts-expect-error an option that does not exist
const misspelt: EngineOptions = { ...options, adminSecrets: 'a secret' }
// @ts-expect-error the port is a number
const wrongPort: Parameters<Engine['listen']> = ['8080']

const session: Session = {
  role: 'reader',
  variables: { 'x-hasura-role': 'reader' },
  backendOnly: false,
  expiresAt: undefined,
}
const engine: Engine = await createEngine(options)
const ask = (query: string) =>
  engine.execute(session, { query, variables: {}, operationName: undefined })
const answer: string = await ask('{ books { title } }')
const refusal = await ask('{ books { secret } }').catch((error: unknown) => error)
const unused = [misspelt, wrongPort].length
console.log(
  JSON.stringify({
    answer: JSON.parse(answer) as unknown,
    refusal: refusal instanceof EngineError ? refusal.code : undefined,
    unused,
  }),
)
await engine.close()
