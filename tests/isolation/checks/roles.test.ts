// Checks 30 to 32: who the caller is and as what they come, is said by the token and by nothing
// else.
import { generateKeyPairSync } from 'node:crypto'
import { getIntrospectionQuery } from 'graphql'
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokenFor } from '../../support/tokens.ts'
import { person } from '../support/pairs.ts'
import { everyTransport, startStack, type Place, type Stack } from '../support/stack.ts'
import { openTransports } from '../support/target.ts'
import { claimsOf } from '../support/tokens.ts'
import { exchange } from '../support/wire.ts'
import { readWorld } from '../support/world.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack.close())

const mine = { query: '{ users { username } goals(order_by: {id: asc}) { id } }' }
const somebody = /"username"/

/** The root fields of a person's mutations; undefined where there is no such type. */
async function mutationsOf(place: Place, name: string): Promise<string[] | undefined> {
  const { send, close } = openTransports(stack[place])
  const { data } = await send('http', person(name), getIntrospectionQuery({ descriptions: false }))
  await close()
  const schema = data!.__schema as {
    mutationType: { name: string } | null
    types: { name: string, fields: { name: string }[] }[]
  }
  return schema.types
    .find(type => type.name === schema.mutationType?.name)
    ?.fields.map(field => field.name)
}

describe.each(everyTransport)('at the %s over %s', (place, transport) => {
  const sendAs = (
    name: string,
    operation: { query: string },
    headers: Record<string, string> = {},
  ) => exchange({ target: stack[place], transport, person: person(name), headers }, operation)

  test('30: a viewer has no mutation at all', async () => {
    expect(await mutationsOf(place, 'vera')).toBeUndefined()
    const fields = (await mutationsOf(place, 'alice'))!
    expect(fields.length).toBeGreaterThan(20)
    for (const field of fields) {
      const answer = await sendAs('vera', { query: `mutation { ${field} { __typename } }` })
      expect(answer, field).toContain('"validation-failed"')
      expect(answer, field).not.toContain('"data"')
    }
    expect(await readWorld(stack.client)).toEqual(stack.world)
  })

  test.each([
    ['vera', 'member'],
    ['vera', 'org_admin'],
    ['vera', 'admin'],
    ['bob', 'org_admin'],
    ['bob', 'admin'],
    ['olga', 'admin'],
    ['bob', 'nobody'],
  ])('30: %s asks as %s, which the token does not allow: refused', async (name, role) => {
    expect(await sendAs(name, mine, { 'x-hasura-role': role })).not.toMatch(somebody)
    expect(await sendAs(name, mine)).toMatch(somebody)
  })

  test.each([
    { 'x-hasura-user-id': person('alice').id },
    {
      'X-Hasura-User-Id': person('alice').id,
      'x-hasura-allowed-roles': '["org_admin","admin"]',
      'x-hasura-default-role': 'org_admin',
    },
    {
      'x-forwarded-user': 'alice',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'hasura',
      'x-real-ip': '127.0.0.1',
      'forwarded': 'for=127.0.0.1',
      'x-original-url': '/v1/metadata',
    },
    {
      'x-hasura-use-backend-only-permissions': 'true',
      'x-hasura-is-active': 'true',
      'hasura-client-name': 'console',
    },
  ] as Record<string, string>[])(
    '31: headers that a client makes up are ignored: %o',
    async (headers) => {
      expect(await sendAs('bob', mine, headers)).toBe(await sendAs('bob', mine))
    },
  )

  test.each([
    ['a guess', 'guess'],
    ...(place === 'gateway' ? [['even the right one', 'the admin secret of tests']] : []),
  ])('31: the admin secret opens nothing: %s', async (_what, secret) => {
    const answer = await sendAs('bob', mine, {
      'x-hasura-admin-secret': secret,
      'x-hasura-role': 'admin',
    })
    expect(answer).not.toMatch(somebody)
    const asBob = await sendAs('bob', mine, { 'x-hasura-admin-secret': secret })
    expect(place === 'gateway' ? asBob : await sendAs('bob', mine)).toBe(await sendAs('bob', mine))
    expect(await sendAs('anonymous', mine, { 'x-hasura-admin-secret': 'guess' })).not.toMatch(
      somebody,
    )
  })

  test('32: every token is refused that the provider did not make for this application and this moment', async () => {
    for (const [what, token] of Object.entries(await badTokens()))
      expect(await sendAs('bob', mine, { authorization: `Bearer ${token}` }), what).not.toMatch(
        somebody,
      )
    expect(await sendAs('bob', mine, { authorization: `Bearer ${await good()}` })).toMatch(somebody)
  })
})

const good = (changes: JWTPayload = {}) =>
  tokenFor(stack.surroundings.provider, 'bob', {
    sub: person('bob').id,
    ...claimsOf(person('bob')),
    ...changes,
  })

/** Tokens by what is wrong with each; in everything else they are Bob's. */
async function badTokens(): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000)
  const { provider } = stack.surroundings
  const {
    keys: [jwk],
  } = (await provider.store.keys()).jwks
  const claims: JWTPayload = {
    iss: provider.issuer,
    aud: 'goals',
    sub: person('bob').id,
    iat: now,
    exp: now + 300,
    ...claimsOf(person('bob')),
  }
  const asAdmin = {
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': person('bob').id,
      'x-hasura-default-role': 'admin',
      'x-hasura-allowed-roles': ['admin', 'member'],
    },
  }
  const { privateKey: stranger } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { kty, n, e } = jwk!
  const publicPem = await exportSPKI(
    (await importJWK({ kty: kty!, n: n!, e: e! }, 'RS256', { extractable: true })) as CryptoKey,
  )
  const hs256 = (secret: string) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: jwk!.kid! })
      .sign(new TextEncoder().encode(secret))
  const bySelf = (payload: JWTPayload, kid: string) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(stranger)
  return {
    'expired': await good({ exp: now - 60 }),
    'of another audience': await good({ aud: 'other' }),
    'of another issuer': await good({ iss: 'https://evil.example/' }),
    'with alg none': new UnsecuredJWT(claims).encode(),
    'HS256 with the public key (PEM)': await hs256(publicPem),
    'HS256 with the public key (modulus)': await hs256(n!),
    'of an unknown key': await bySelf(claims, 'unknown'),
    'of another key under the provider\'s name for its own': await bySelf(claims, jwk!.kid!),
    'without Hasura\'s claims': await good({ 'https://hasura.io/jwt/claims': undefined }),
    'without an id': await good({
      'https://hasura.io/jwt/claims': {
        'x-hasura-default-role': 'member',
        'x-hasura-allowed-roles': ['member'],
      },
    }),
    'without roles': await good({
      'https://hasura.io/jwt/claims': { 'x-hasura-user-id': person('bob').id },
    }),
    'role admin in a token of one\'s own making': await bySelf({ ...claims, ...asAdmin }, jwk!.kid!),
    'no token at all': 'x',
    'with a broken signature': `${(await good()).slice(0, -6)}AAAAAA`,
  }
}
