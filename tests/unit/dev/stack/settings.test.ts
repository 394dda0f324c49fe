import path from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readSettings, root } from '../../../../dev/stack/settings.ts'

const names = [
  'PORT',
  'HASURA_GRAPHQL_SERVER_PORT',
  'LOCAL_OIDC_PORT',
  'LOCAL_STATE_DIR',
  'BASE_URL',
  'DATABASE_URL',
  'HASURA_GRAPHQL_ENDPOINT',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'LOCAL_OIDC_ACCESS_TOKEN_SECONDS',
]

function settingsWith(values: Record<string, string>) {
  for (const name of names) vi.stubEnv(name, values[name])
  return readSettings()
}
afterEach(() => vi.unstubAllEnvs())

describe('readSettings', () => {
  test('has a value for everything', () => {
    expect(settingsWith({})).toEqual({
      stateDirectory: path.join(root, '.data'),
      ports: { app: 3000, engine: 8080, identityProvider: 9000 },
      baseUrl: 'http://localhost:3000',
      external: { databaseUrl: undefined, graphqlEndpoint: undefined, issuer: undefined },
      clientId: 'goals',
      accessTokenSeconds: 300,
    })
  })

  test('takes other ports, folders and addresses', () => {
    expect(
      settingsWith({
        PORT: '3010',
        LOCAL_STATE_DIR: '/tmp/x',
        DATABASE_URL: 'postgres://db',
        BASE_URL: 'https://goals.test/',
      }),
    ).toMatchObject({
      stateDirectory: '/tmp/x',
      ports: { app: 3010 },
      baseUrl: 'https://goals.test',
      external: { databaseUrl: 'postgres://db', issuer: undefined },
    })
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '0'],
    ['LOCAL_OIDC_PORT', '70000'],
    ['LOCAL_OIDC_ACCESS_TOKEN_SECONDS', '1'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(() => settingsWith({ [name]: value })).toThrow(`${name} must be a whole number from`)
  })
})
