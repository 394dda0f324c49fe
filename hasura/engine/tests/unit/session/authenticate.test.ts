import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  createAuthenticator,
  type AuthenticationSettings,
} from '../../../../../hasura/engine/session/authenticate.ts'
import { parseJwtSecret } from '../../../../../hasura/engine/session/jwt-config.ts'
import type { RequestHeaders } from '../../../../../hasura/engine/session/types.ts'

const namespace = 'https://hasura.io/jwt/claims'
const claims = {
  'x-hasura-allowed-roles': ['user', 'editor'],
  'x-hasura-default-role': 'user',
  'X-Hasura-User-Id': '7',
}
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

/** Authentication with a clock and an address book of the test's own. */
function world(settings: AuthenticationSettings, pages: Record<string, () => Response> = {}) {
  const clock = { now: Date.now(), fetched: 0 }
  const fetch = (url: unknown) => {
    clock.fetched += 1
    return Promise.resolve(pages[String(url)]?.() ?? new Response('', { status: 404 }))
  }
  const authenticate = createAuthenticator(settings, {
    fetch: fetch as typeof globalThis.fetch,
    now: () => clock.now,
    log: () => undefined,
  })
  return { clock, authenticate }
}

function jwtSettings(secret: object): AuthenticationSettings {
  return { adminSecret: 'secret', jwtSecret: parseJwtSecret(JSON.stringify(secret)) }
}

function rsaWorld(extra: object = {}) {
  return world(jwtSettings({ type: 'RS256', key: pem(rsa.publicKey), ...extra }))
}

function sign(
  payload: Record<string, unknown>,
  key: KeyObject = rsa.privateKey,
  header: { alg: string, kid?: string } = { alg: 'RS256' },
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader(header).sign(key)
}

async function bearer(payload: Record<string, unknown> = {}): Promise<RequestHeaders> {
  return { authorization: `Bearer ${await sign({ [namespace]: claims, ...payload })}` }
}

describe('admin secret', () => {
  const { authenticate } = world({ adminSecret: 'secret' })

  test('grants any role and takes session variables from headers', async () => {
    const session = await authenticate({
      'x-hasura-admin-secret': 'secret',
      'x-hasura-role': 'user',
      'x-hasura-user-id': '1',
      'cookie': 'a=b',
    })
    expect(session).toEqual({
      role: 'user',
      variables: { 'x-hasura-role': 'user', 'x-hasura-user-id': '1' },
      backendOnly: false,
      expiresAt: undefined,
    })
  })

  test('is admin without a role', async () => {
    expect((await authenticate({ 'x-hasura-admin-secret': 'secret' })).role).toBe('admin')
  })

  test('refuses a wrong or missing secret', async () => {
    await expect(authenticate({ 'x-hasura-access-key': 'no' })).rejects.toMatchObject({
      code: 'access-denied',
      message: 'invalid "x-hasura-admin-secret"/"x-hasura-access-key"',
    })
    await expect(authenticate({ 'x-hasura-role': 'admin' })).rejects.toMatchObject({
      code: 'access-denied',
      message: '"x-hasura-admin-secret"/"x-hasura-access-key" required, but not found',
    })
  })

  test('opens backend-only fields by header, and refuses a text that is not a boolean', async () => {
    const ask = (text: string) =>
      authenticate({
        'x-hasura-admin-secret': 'secret',
        'x-hasura-use-backend-only-permissions': text,
      })
    expect((await ask('True')).backendOnly).toBe(true)
    expect((await ask('no')).backendOnly).toBe(false)
    await expect(ask('maybe')).rejects.toMatchObject({ code: 'bad-request' })
  })
})

describe('no authentication', () => {
  test('trusts everyone', async () => {
    const { authenticate } = world({})
    expect(await authenticate({ 'x-hasura-role': 'user' })).toMatchObject({ role: 'user' })
  })
})

describe('unauthorized role', () => {
  const { authenticate } = world({
    ...jwtSettings({ type: 'RS256', key: pem(rsa.publicKey) }),
    unauthorizedRole: 'anonymous',
  })

  test('is what a request without credentials gets, whatever role it asks for', async () => {
    expect((await authenticate({ 'x-hasura-role': 'admin' })).variables).toEqual({
      'x-hasura-role': 'anonymous',
    })
  })

  test('does not cover an invalid token', async () => {
    await expect(authenticate({ authorization: 'Bearer x.y.z' })).rejects.toMatchObject({
      code: 'invalid-jwt',
    })
  })
})

describe('JSON web tokens', () => {
  test('take session variables from claims only', async () => {
    const session = await rsaWorld().authenticate({
      ...(await bearer()),
      'x-hasura-user-id': '999',
      'x-hasura-role': 'editor',
      'x-hasura-use-backend-only-permissions': 'true',
    })
    expect(session).toMatchObject({
      role: 'editor',
      backendOnly: false,
      variables: { 'x-hasura-role': 'editor', 'x-hasura-user-id': '7' },
    })
  })

  test('refuse a role that is not allowed', async () => {
    await expect(
      rsaWorld().authenticate({ ...(await bearer()), 'x-hasura-role': 'admin' }),
    ).rejects.toMatchObject({
      code: 'access-denied',
      message: 'Your requested role is not in allowed roles',
    })
  })

  test('yield to the admin secret, and a wrong secret is not saved by a token', async () => {
    const { authenticate } = rsaWorld()
    expect(
      (await authenticate({ ...(await bearer()), 'x-hasura-admin-secret': 'secret' })).role,
    ).toBe('admin')
    await expect(
      authenticate({ ...(await bearer()), 'x-hasura-admin-secret': 'no' }),
    ).rejects.toMatchObject({ code: 'access-denied' })
  })

  test.each([
    [
      'without a token',
      {},
      'invalid-headers',
      `Missing 'Authorization' or 'Cookie' header in JWT authentication mode`,
    ],
    [
      'with another scheme',
      { authorization: 'Basic abc' },
      'invalid-headers',
      'Malformed Authorization header',
    ],
    [
      'with a torn token',
      { authorization: 'Bearer abc' },
      'invalid-jwt',
      'Could not verify JWT: JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got 1)',
    ],
  ])('fail %s', async (_name, headers, code, message) => {
    await expect(rsaWorld().authenticate(headers)).rejects.toMatchObject({ code, message })
  })

  test('refuse a forged signature and an unsigned token', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const forged = await sign({ [namespace]: claims }, other.privateKey)
    const [, payload] = forged.split('.')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    for (const token of [forged, unsigned]) {
      await expect(
        rsaWorld().authenticate({ authorization: `Bearer ${token}` }),
      ).rejects.toMatchObject({
        code: 'invalid-jwt',
        message: 'Could not verify JWT: JWSError JWSInvalidSignature',
      })
    }
  })

  test('do not take the public key for an HMAC secret', async () => {
    const token = await sign(
      { [namespace]: claims },
      createSecretKey(Buffer.from(pem(rsa.publicKey))),
      { alg: 'HS256' },
    )
    await expect(
      rsaWorld().authenticate({ authorization: `Bearer ${token}` }),
    ).rejects.toMatchObject({ code: 'invalid-jwt' })
  })

  test('expire, also when they were verified before', async () => {
    const { authenticate, clock } = rsaWorld({ allowed_skew: 5 })
    const headers = await bearer({ exp: Math.floor(clock.now / 1000) + 60 })
    const { expiresAt } = await authenticate(headers)
    expect(expiresAt).toBeGreaterThan(clock.now + 60_000)
    clock.now += 64_000
    await authenticate(headers)
    clock.now += 3_000
    await expect(authenticate(headers)).rejects.toMatchObject({
      message: 'Could not verify JWT: JWTExpired',
    })
    await expect(authenticate(headers)).rejects.toMatchObject({
      message: 'Could not verify JWT: JWTExpired',
    })
  })

  test.each([
    [{ audience: ['a', 'b'] }, { aud: ['c', 'b'] }, undefined],
    [{ audience: 'a' }, { aud: 'c' }, 'JWTNotInAudience'],
    [{ audience: 'a' }, {}, undefined],
    [{ issuer: 'i' }, { iss: 'i' }, undefined],
    [{ issuer: 'i' }, { iss: 'j' }, 'JWTNotInIssuer'],
    [{}, { nbf: 9_999_999_999 }, 'JWTNotYetValid'],
  ])('with settings %j and claims %j: %s', async (secret, payload, reason) => {
    const answer = rsaWorld(secret).authenticate(await bearer(payload))
    if (reason === undefined) await expect(answer).resolves.toMatchObject({ role: 'user' })
    else
      await expect(answer).rejects.toMatchObject({
        code: 'invalid-jwt',
        message: `Could not verify JWT: ${reason}`,
      })
  })

  test.each([
    [
      { 'x-hasura-default-role': 'user' },
      'jwt-missing-role-claims',
      'JWT claim does not contain x-hasura-allowed-roles',
    ],
    [
      { 'x-hasura-allowed-roles': ['user'] },
      'jwt-missing-role-claims',
      'JWT claim does not contain x-hasura-default-role',
    ],
    [
      { ...claims, 'x-hasura-allowed-roles': 'user' },
      'jwt-invalid-claims',
      'invalid x-hasura-allowed-roles; should be a list of roles: parsing [] failed, expected Array, but encountered String',
    ],
    [
      { ...claims, 'x-hasura-org': 5 },
      'jwt-invalid-claims',
      'invalid x-hasura-org; should be a string: parsing Text failed, expected String, but encountered Number',
    ],
    [undefined, 'jwt-invalid-claims', `claims key: '${namespace}' not found`],
  ])('with claims %j: %s', async (content, code, message) => {
    await expect(
      rsaWorld().authenticate(await bearer({ [namespace]: content })),
    ).rejects.toMatchObject({ code, message })
  })

  test('may be in a cookie or a header of their own', async () => {
    const token = await sign({ [namespace]: claims })
    expect(
      (
        await rsaWorld({ header: { type: 'Cookie', name: 'jwt' } }).authenticate({
          cookie: `a=b; jwt=${token}`,
        })
      ).role,
    ).toBe('user')
    expect(
      (
        await rsaWorld({ header: { type: 'CustomHeader', name: 'X-Token' } }).authenticate({
          'x-token': token,
        })
      ).role,
    ).toBe('user')
  })

  test('may hold claims as a string, deeper, or scattered', async () => {
    const stringified = await bearer({ [namespace]: JSON.stringify(claims) })
    expect(
      (await rsaWorld({ claims_format: 'stringified_json' }).authenticate(stringified)).variables,
    ).toMatchObject({ 'x-hasura-user-id': '7' })
    expect(
      (
        await rsaWorld({ claims_namespace_path: '$.a.b' }).authenticate(
          await bearer({ a: { b: claims } }),
        )
      ).role,
    ).toBe('user')
    const map = {
      'x-hasura-allowed-roles': ['user'],
      'x-hasura-default-role': { path: '$.role', default: 'user' },
      'x-hasura-user-id': { path: '$.sub' },
    }
    expect(
      (await rsaWorld({ claims_map: map }).authenticate(await bearer({ sub: '8' }))).variables,
    ).toEqual({ 'x-hasura-user-id': '8', 'x-hasura-role': 'user' })
  })

  test.each([
    ['ES256', 'ec', { namedCurve: 'P-256' }],
    ['Ed25519', 'ed25519', {}],
  ] as const)('are verified with %s keys', async (type, kind, options) => {
    const { publicKey, privateKey } = generateKeyPairSync(
      kind as 'ec',
      options as { namedCurve: string },
    )
    const { authenticate } = world(jwtSettings({ type, key: pem(publicKey) }))
    const token = await sign({ [namespace]: claims }, privateKey, {
      alg: type === 'ES256' ? type : 'EdDSA',
    })
    expect((await authenticate({ authorization: `Bearer ${token}` })).role).toBe('user')
  })
})

describe('key set by URL', () => {
  async function keySet(
    ...pairs: readonly { publicKey: KeyObject, kid: string }[]
  ): Promise<string> {
    return JSON.stringify({
      keys: await Promise.all(
        pairs.map(async ({ publicKey, kid }) => ({
          ...(await exportJWK(publicKey)),
          kid,
          alg: 'RS256',
        })),
      ),
    })
  }

  test('follows rotation: a new key is fetched, and tokens of a removed key stop at once', async () => {
    const old = { ...rsa, kid: 'old' }
    const fresh = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: 'new' }
    let page = await keySet(old)
    const { authenticate, clock } = world(jwtSettings({ jwk_url: 'https://id/jwks' }), {
      'https://id/jwks': () => new Response(page),
    })
    const oldToken = {
      authorization: `Bearer ${await sign({ [namespace]: claims }, old.privateKey, { alg: 'RS256', kid: 'old' })}`,
    }
    const newToken = {
      authorization: `Bearer ${await sign({ [namespace]: claims }, fresh.privateKey, { alg: 'RS256', kid: 'new' })}`,
    }
    await authenticate(oldToken)
    expect(clock.fetched).toBe(1)
    page = await keySet(fresh)
    await expect(authenticate(newToken)).rejects.toMatchObject({ code: 'invalid-jwt' })
    expect(clock.fetched).toBe(1)
    clock.now += 11_000
    await authenticate(newToken)
    expect(clock.fetched).toBe(2)
    await expect(authenticate(oldToken)).rejects.toMatchObject({ code: 'invalid-jwt' })
  })

  test('keeps the keys it has while the address fails', async () => {
    let answer = new Response(await keySet({ ...rsa, kid: 'a' }), {
      headers: { 'cache-control': 'max-age=1' },
    })
    const { authenticate, clock } = world(jwtSettings({ jwk_url: 'https://id/jwks' }), {
      'https://id/jwks': () => answer,
    })
    const token = async (sub: string) => ({
      authorization: `Bearer ${await sign({ sub, [namespace]: claims }, rsa.privateKey, { alg: 'RS256', kid: 'a' })}`,
    })
    await authenticate(await token('1'))
    answer = new Response('', { status: 500 })
    clock.now += 60_000
    expect((await authenticate(await token('2'))).role).toBe('user')
  })
})

describe('keys of a set', () => {
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = (key: KeyObject, extra: object = {}) => ({
    ...key.export({ format: 'jwk' }),
    ...extra,
  })
  const token = (kid?: string) =>
    sign({ [namespace]: claims }, rsa.privateKey, {
      alg: 'RS256',
      ...(kid !== undefined && { kid }),
    })

  function keysWorld(keys: readonly object[]) {
    const page = () => new Response(JSON.stringify({ keys }))
    return world(jwtSettings({ jwk_url: 'https://id/jwks' }), { 'https://id/jwks': page })
  }

  test.each([
    ['the only key has no kid', [jwk(rsa.publicKey)], 'a'],
    ['the only key has another kid', [jwk(rsa.publicKey, { kid: 'b' })], 'a'],
    [
      'the named key is not the one',
      [jwk(other.publicKey, { kid: 'a' }), jwk(rsa.publicKey, { kid: 'b' })],
      'a',
    ],
    [
      'the token names none',
      [jwk(other.publicKey, { kid: 'a' }), jwk(rsa.publicKey, { kid: 'b' })],
      undefined,
    ],
    [
      'two keys have one kid',
      [jwk(other.publicKey, { kid: 'a' }), jwk(rsa.publicKey, { kid: 'a' })],
      'a',
    ],
    ['the key is meant for another algorithm', [jwk(rsa.publicKey, { alg: 'RS512' })], 'a'],
    ['the key is meant for encryption', [jwk(rsa.publicKey, { use: 'enc' })], 'a'],
    ['another key is of another kind', [jwk(ec.publicKey, { kid: 'a' }), jwk(rsa.publicKey)], 'a'],
    ['another key is of a kind that nobody knows', [{ kty: 'new' }, jwk(rsa.publicKey)], 'a'],
  ])('are all tried: %s', async (_what, keys, kid) => {
    const { authenticate } = keysWorld(keys)
    expect((await authenticate({ authorization: `Bearer ${await token(kid)}` })).role).toBe('user')
  })

  test('verify nothing that none of them signed, whatever it names', async () => {
    const { authenticate } = keysWorld([jwk(other.publicKey, { kid: 'a' }), jwk(ec.publicKey)])
    const refused = {
      code: 'invalid-jwt',
      message: 'Could not verify JWT: JWSError JWSInvalidSignature',
    }
    for (const kid of ['a', 'b', undefined]) {
      await expect(
        authenticate({ authorization: `Bearer ${await token(kid)}` }),
      ).rejects.toMatchObject(refused)
    }
  })

  test('do not end the request when the one key is of another kind than the token says', async () => {
    const { authenticate } = world(jwtSettings({ type: 'ES256', key: pem(ec.publicKey) }))
    await expect(authenticate({ authorization: `Bearer ${await token()}` })).rejects.toMatchObject({
      code: 'invalid-jwt',
    })
  })

  test('of HMAC verify only with a hash that is no longer than they are', async () => {
    const secret = createSecretKey(Buffer.alloc(32, 'k'))
    const { authenticate } = keysWorld([
      { kty: 'oct', k: Buffer.alloc(32, 'k').toString('base64url') },
    ])
    const by = async (alg: string) => ({
      authorization: `Bearer ${await sign({ [namespace]: claims }, secret, { alg })}`,
    })
    expect((await authenticate(await by('HS256'))).role).toBe('user')
    await expect(authenticate(await by('HS512'))).rejects.toMatchObject({ code: 'invalid-jwt' })
  })
})

describe('the key of a secret', () => {
  test.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])('of %s has at least %i bytes', (type, bytes) => {
    expect(() => world(jwtSettings({ type, key: 'k'.repeat(bytes) }))).not.toThrow()
    expect(() => world(jwtSettings({ type, key: 'k'.repeat(bytes - 1) }))).toThrow(
      `at least ${bytes} bytes, this has ${bytes - 1}`,
    )
    expect(() => world(jwtSettings({ type, key: 'é'.repeat(bytes / 2) }))).not.toThrow()
  })

  test('is of the kind that its type says, and long enough', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect(() => world(jwtSettings({ type: 'ES256', key: pem(rsa.publicKey) }))).toThrow(
      'is of the kind rsa',
    )
    expect(() => world(jwtSettings({ type: 'RS256', key: pem(small.publicKey) }))).toThrow(
      'at least 2048 bits, this has 1024',
    )
    expect(() => world(jwtSettings({ type: 'RS256', key: 'no key' }))).toThrow(
      'not a PEM public key',
    )
  })
})

describe('parseJwtSecret', () => {
  test.each([
    ['[]', 'the JWT secret must be a JSON object'],
    ['{', 'the JWT secret is not JSON'],
    ['{"type":"RS256"}', 'exactly one of "key" and "jwk_url"'],
    ['{"type":"RS1","key":"x"}', '"type" must be one of'],
    ['{"type":"HS256","key":"x","claims_map":{}}', 'lacks "x-hasura-allowed-roles"'],
    ['{"type":"HS256","key":"x","allowed_skew":-1}', '"allowed_skew"'],
    ['{"jwk_url":"notaurl"}', '"jwk_url" must be an http or https URL'],
    ['{"jwk_url":"ftp://id.example/jwks"}', '"jwk_url" must be an http or https URL'],
    ['{"type":"HS256","key":"x","isuer":"me"}', 'unknown key "isuer"'],
    [
      '{"type":"HS256","key":"x","header":{"type":"Cookie","nam":"jwt"}}',
      '"header" has the unknown key "nam"',
    ],
    [
      '{"type":"HS256","key":"x","claims_map":{"x-hasura-allowed-roles":["a"],"x-hasura-default-role":{"pth":"$.a"}}}',
      '"claims_map.x-hasura-default-role" has the unknown key "pth"',
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseJwtSecret(text)).toThrow(message)
  })
})
