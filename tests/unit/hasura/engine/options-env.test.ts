import { describe, expect, it } from 'vitest'
import { fromEnvironment, usage } from '../../../../hasura/engine/options-env.ts'
import { resolveOptions } from '../../../../hasura/engine/options.ts'

const needed = { HASURA_GRAPHQL_DATABASE_URL: 'postgres://db', HASURA_GRAPHQL_METADATA: 'metadata' }

describe('fromEnvironment', () => {
  it('reads Hasura\'s variables by type', () => {
    const { engineOptions, port, host } = fromEnvironment({}, {
      ...needed,
      HASURA_GRAPHQL_SERVER_PORT: '9000',
      HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: 'true',
      HASURA_GRAPHQL_EXPERIMENTAL_FEATURES: 'naming_convention, streaming_subscriptions',
      HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE: '7',
      HASURA_GRAPHQL_OWNER_DATABASE_URL: 'postgres://owner',
      HASURA_GRAPHQL_UNAUTHORIZED_ROLE: '',
    })
    expect([port, host]).toEqual([9000, '127.0.0.1'])
    expect(engineOptions).toEqual({
      databaseUrl: 'postgres://db', metadata: 'metadata', stringifyNumericTypes: true, experimentalFeatures: ['naming_convention', 'streaming_subscriptions'], websocketKeepAlive: 7000,
      ownerDatabaseUrl: 'postgres://owner',
    })
  })

  it('lets flags win', () => {
    expect(fromEnvironment({ 'admin-secret': 'flag' }, { ...needed, HASURA_GRAPHQL_ADMIN_SECRET: 'variable' }).engineOptions.adminSecret).toBe('flag')
  })

  it.each([
    [{}, {}, '--database-url (or HASURA_GRAPHQL_DATABASE_URL) is missing'],
    [{ 'database-url': 'x' }, {}, '--metadata (or HASURA_GRAPHQL_METADATA) is missing'],
    [{ port: '80a' }, needed, '--port must be a whole number, not "80a"'],
    [{}, { ...needed, HASURA_GRAPHQL_DEV_MODE: 'maybe' }, 'HASURA_GRAPHQL_DEV_MODE must be true or false, not "maybe"'],
    [{ 'tx-iso': 'none' }, needed, '--tx-iso must be one of read-committed, repeatable-read, serializable, not "none"'],
  ])('names what is wrong: %j %j', (flags, environment, message) => {
    expect(() => fromEnvironment(flags, environment)).toThrow(message)
  })

  it('explains every flag', () => {
    expect(usage).toContain('--jwt-secret')
    expect(usage).toContain('HASURA_GRAPHQL_JWT_SECRET')
  })
})

describe('resolveOptions', () => {
  it('has Hasura\'s defaults', () => {
    expect(resolveOptions({ databaseUrl: 'x', metadata: 'y' })).toMatchObject({ liveQueryInterval: 1000, websocketKeepAlive: 5000, inferFunctionPermissions: true, preserve401Errors: false })
  })

  it('refuses tokens without an admin secret', () => {
    const jwtSecret = { keys: { kind: 'url', url: 'https://id' }, claims: { kind: 'namespace', name: 'n' }, stringified: false, audience: undefined, issuer: undefined, allowedSkew: 0, header: { type: 'Authorization' } } as const
    expect(() => resolveOptions({ databaseUrl: 'x', metadata: 'y', jwtSecret })).toThrow('needs an adminSecret')
  })
})
