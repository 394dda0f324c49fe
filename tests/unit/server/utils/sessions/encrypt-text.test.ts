import { beforeAll, expect, test, vi } from 'vitest'

const environment = {
  BASE_URL: 'http://localhost:3000',
  HASURA_GRAPHQL_ENDPOINT: 'http://localhost:1/v1/graphql',
  OIDC_ISSUER: 'http://localhost:2/',
  OIDC_CLIENT_SECRET: 'x',
  DATABASE_URL: 'postgres://x',
}

/** The module of a process with this secret. */
async function withSecret(secret: string) {
  Object.assign(process.env, environment, { SESSION_SECRET: secret })
  vi.resetModules()
  return import('../../../../../server/utils/sessions/encrypt-text.ts')
}

let seal: Awaited<ReturnType<typeof withSecret>>
beforeAll(async () => {
  seal = await withSecret('0123456789abcdef0123456789abcdef')
})

test('what was sealed can be opened, and never looks the same twice', () => {
  const sealed = seal.encryptText('ein Geheimnis ☂', 'session')
  expect(seal.decryptText(sealed, 'session')).toBe('ein Geheimnis ☂')
  expect(seal.encryptText('ein Geheimnis ☂', 'session')).not.toBe(sealed)
})

test('a changed, shortened or foreign text opens to nothing', async () => {
  const sealed = seal.encryptText('secret', 'session')
  const bytes = Buffer.from(sealed, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index]! ^= 1
    expect(seal.decryptText(changed.toString('base64url'), 'session')).toBeUndefined()
    expect(
      seal.decryptText(bytes.subarray(0, index).toString('base64url'), 'session'),
    ).toBeUndefined()
  }
  expect(seal.decryptText(sealed, 'login')).toBeUndefined()
  expect(
    (await withSecret('another secret of at least 32 bytes')).decryptText(sealed, 'session'),
  ).toBeUndefined()
})
