import { parseArgs } from 'node:util'
import { describe, expect, test } from 'vitest'
import { commandOptions, fromEnvironment, usage, withSwitches } from '../../cli/options-env.ts'
import { resolveOptions } from '../../../../hasura/engine/options.ts'

const needed = { HASURA_GRAPHQL_DATABASE_URL: 'postgres://db', HASURA_GRAPHQL_METADATA: 'metadata' }

describe('fromEnvironment', () => {
  test('reads Hasura\'s variables by type', () => {
    const { engineOptions, port, host } = fromEnvironment(
      {},
      {
        ...needed,
        HASURA_GRAPHQL_SERVER_PORT: '9000',
        HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: 'true',
        HASURA_GRAPHQL_EXPERIMENTAL_FEATURES: 'naming_convention, streaming_subscriptions',
        HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE: '7',
        HASURA_GRAPHQL_OWNER_DATABASE_URL: 'postgres://owner',
        HASURA_GRAPHQL_UNAUTHORIZED_ROLE: '',
      },
    )
    expect([port, host]).toEqual([9000, '127.0.0.1'])
    expect(engineOptions).toEqual({
      databaseUrl: 'postgres://db',
      metadata: 'metadata',
      stringifyNumericTypes: true,
      experimentalFeatures: ['naming_convention', 'streaming_subscriptions'],
      websocketKeepAlive: 7000,
      ownerDatabaseUrl: 'postgres://owner',
    })
  })

  test('lets flags win', () => {
    expect(
      fromEnvironment(
        { 'admin-secret': 'flag' },
        { ...needed, HASURA_GRAPHQL_ADMIN_SECRET: 'variable' },
      ).engineOptions.adminSecret,
    ).toBe('flag')
  })

  test.each([
    [{}, {}, '--database-url (or HASURA_GRAPHQL_DATABASE_URL) is missing'],
    [{ 'database-url': 'x' }, {}, '--metadata (or HASURA_GRAPHQL_METADATA) is missing'],
    ...['admin-secret', 'host', 'metadata', 'unauthorized-role'].map(
      (flag): [object, object, string] => [{ [flag]: '' }, needed, `--${flag} is empty`],
    ),
    [{ port: '80a' }, needed, '--port must be a whole number from 0 to 65535, not "80a"'],
    [{ port: '65536' }, needed, '--port must be a whole number from 0 to 65535, not "65536"'],
    [{ connections: '0' }, needed, '--connections must be a whole number from 1'],
    [{ 'websocket-keepalive': '0' }, needed, '--websocket-keepalive must be a whole number from 1'],
    [
      {},
      { ...needed, HASURA_GRAPHQL_DEV_MODE: 'maybe' },
      'HASURA_GRAPHQL_DEV_MODE must be true or false, not "maybe"',
    ],
    [
      { 'tx-iso': 'none' },
      needed,
      '--tx-iso must be one of read-committed, repeatable-read, serializable, not "none"',
    ],
  ])('names what is wrong: %j %j', (flags, environment, message) => {
    expect(() => fromEnvironment(flags, environment)).toThrow(message)
  })

  test.each([
    [['--dev-mode'], true],
    [['--dev-mode', 'false'], false],
    [['--dev-mode=false'], false],
    [['--dev-mode', '--port', '1'], true],
    [['--port', '1', '--dev-mode'], true],
  ])('takes a switch without a value: %j', (args, devMode) => {
    const { values } = parseArgs({
      args: withSwitches(args),
      options: commandOptions,
      strict: true,
    })
    expect(fromEnvironment(values, needed).engineOptions.devMode).toBe(devMode)
  })

  test('asks for the value of every other flag', () => {
    expect(() =>
      parseArgs({
        args: withSwitches(['--port', '--dev-mode']),
        options: commandOptions,
        strict: true,
      }),
    ).toThrow('--port')
  })

  test('takes an empty list of origins, which lets no page in', () => {
    expect(fromEnvironment({ 'cors-domain': '' }, needed).engineOptions.corsDomain).toBe('')
  })

  test('explains every flag', () => {
    expect(usage).toContain('--jwt-secret')
    expect(usage).toContain('HASURA_GRAPHQL_JWT_SECRET')
  })
})

describe('resolveOptions', () => {
  test('has Hasura\'s defaults', () => {
    expect(resolveOptions({ databaseUrl: 'postgres://db', metadata: 'y' })).toMatchObject({
      liveQueryInterval: 1000,
      websocketKeepAlive: 5000,
      inferFunctionPermissions: true,
      preserve401Errors: false,
    })
  })

  test('refuses tokens without an admin secret', () => {
    const jwtSecret = {
      keys: { kind: 'url', url: 'https://id' },
      claims: { kind: 'namespace', name: 'n' },
      stringified: false,
      audience: undefined,
      issuer: undefined,
      allowedSkew: 0,
      header: { type: 'Authorization' },
    } as const
    expect(() =>
      resolveOptions({ databaseUrl: 'postgres://db', metadata: 'y', jwtSecret }),
    ).toThrow('needs an adminSecret')
  })

  test.each([
    [{ unauthorizedRole: 'anonymous' }, 'unauthorizedRole needs an adminSecret'],
    [{ adminSecret: 'a', unauthorizedRole: '' }, 'unauthorizedRole (--unauthorized-role, '],
    [{ adminSecret: '' }, 'adminSecret (--admin-secret, HASURA_GRAPHQL_ADMIN_SECRET) is empty'],
    [{ corsDomain: 'app.example' }, 'corsDomain (--cors-domain, HASURA_GRAPHQL_CORS_DOMAIN) has'],
  ])('refuses %j, which would not do what it says', (options, message) => {
    expect(() =>
      resolveOptions({ databaseUrl: 'postgres://db', metadata: 'y', ...options }),
    ).toThrow(message)
  })

  test.each([
    ['notaurl', 'databaseUrl (--database-url, HASURA_GRAPHQL_DATABASE_URL) is not a URL'],
    [
      'mysql://db/app',
      'databaseUrl (--database-url, HASURA_GRAPHQL_DATABASE_URL) starts with mysql://',
    ],
    ['postgres://user:p#ss@db:5432x/app', 'is not a URL'],
  ])('refuses the database URL %s, and does not repeat a password', (databaseUrl, message) => {
    expect(() => resolveOptions({ databaseUrl, metadata: 'y' })).toThrow(message)
    expect(() => resolveOptions({ databaseUrl, metadata: 'y' })).not.toThrow('p#ss')
    expect(() =>
      resolveOptions({
        databaseUrl: 'postgres://db',
        ownerDatabaseUrl: databaseUrl,
        metadata: 'y',
      }),
    ).toThrow('--owner-database-url')
  })

  test.each([
    'postgres:///app?host=/run/postgresql',
    'postgresql://%2Frun%2Fpostgresql/app',
    'postgres://a@[::1]:5432/app',
  ])('takes %s', (databaseUrl) => {
    expect(resolveOptions({ databaseUrl, metadata: 'y' }).databaseUrl).toBe(databaseUrl)
  })
})
