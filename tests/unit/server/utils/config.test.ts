import { describe, expect, test } from 'vitest'
import { readConfig } from '../../../../server/utils/config.ts'

const complete = {
  SERVER_DATABASE_URL: 'postgres://server@db/goals',
  HASURA_GRAPHQL_ENDPOINT: 'http://hasura:8080/v1/graphql',
  OIDC_ISSUER: 'https://auth.example.org/application/o/goals/',
  OIDC_CLIENT_SECRET: 'secret',
  SESSION_SECRET: '0123456789abcdef0123456789abcdef',
  BASE_URL: 'https://goals.example.org/',
}

describe('readConfig', () => {
  test('takes the environment as it is documented', () => {
    expect(readConfig(complete)).toEqual({
      baseUrl: 'https://goals.example.org',
      isSecure: true,
      databaseUrl: 'postgres://server@db/goals',
      graphqlEndpoint: 'http://hasura:8080/v1/graphql',
      oidc: {
        issuer: 'https://auth.example.org/application/o/goals/',
        clientId: 'goals',
        clientSecret: 'secret',
        scopes: 'openid profile email offline_access hasura',
      },
      sessionSecret: complete.SESSION_SECRET,
      adminSecret: undefined,
      isDevelopment: false,
      isolationReport: '.data/isolation/report.json',
    })
  })

  test('falls back to localhost and to DATABASE_URL; empty counts as absent', () => {
    const config = readConfig({
      ...complete,
      BASE_URL: '',
      PORT: '3100',
      SERVER_DATABASE_URL: '',
      DATABASE_URL: 'postgres://owner@db/goals',
    })
    expect(config).toMatchObject({
      baseUrl: 'http://localhost:3100',
      isSecure: false,
      databaseUrl: 'postgres://owner@db/goals',
    })
  })

  test.each([
    ['SESSION_SECRET', 'too short', /SESSION_SECRET: must have at least 32 bytes/],
    ['SESSION_SECRET', undefined, /SESSION_SECRET:/],
    ['OIDC_ISSUER', 'auth.example.org', /OIDC_ISSUER: must be the issuer/],
    ['HASURA_GRAPHQL_ENDPOINT', undefined, /HASURA_GRAPHQL_ENDPOINT: must be the address/],
    ['SERVER_DATABASE_URL', undefined, /SERVER_DATABASE_URL: must be the address/],
    ['BASE_URL', 'http://goals.example.org', /BASE_URL: must be https/],
    ['BASE_URL', 'goals', /BASE_URL: must be an address/],
    ['BASE_URL', 'https://goals.example.org/app', /BASE_URL: must have no path/],
    ['BASE_URL', 'https://goals.example.org/?app', /BASE_URL: must have no path/],
    ['BASE_URL', 'https://someone@goals.example.org/', /BASE_URL: must have no path/],
    [
      'OIDC_ISSUER',
      'http://auth.example.org/application/o/goals/',
      /OIDC_ISSUER: must be https where BASE_URL is/,
    ],
  ])('refuses %s = %s', (name, value, message) => {
    expect(() => readConfig({ ...complete, [name]: value })).toThrow(message)
  })

  test('names all that is wrong at once', () => {
    expect(() => readConfig({})).toThrow(
      /HASURA_GRAPHQL_ENDPOINT[^]*OIDC_ISSUER[^]*SESSION_SECRET[^]*SERVER_DATABASE_URL/,
    )
  })
})
