import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { parseJwtSecret } from '../../../session/jwt-config.ts'
import { claims, jwtSettings, namespace, pem, rsa, sign, world } from './jwt-world.ts'

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
