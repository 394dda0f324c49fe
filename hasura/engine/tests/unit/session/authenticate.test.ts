import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bearer, claims, jwtSettings, namespace, pem, rsa, rsaWorld, sign, world } from './jwt-world.ts'

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
