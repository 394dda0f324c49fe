import { beforeAll, expect, test, vi } from 'vitest'

const environment = { BASE_URL: 'http://localhost:3000', HASURA_GRAPHQL_ENDPOINT: 'http://localhost:1/v1/graphql', OIDC_ISSUER: 'http://localhost:2/', OIDC_CLIENT_SECRET: 'x', DATABASE_URL: 'postgres://x' }

/** The module of a process with this secret. */
async function withSecret(secret: string) {
  Object.assign(process.env, environment, { SESSION_SECRET: secret })
  vi.resetModules()
  return import('../../../../../server/utils/sessions/seal-text.ts')
}

let seal: Awaited<ReturnType<typeof withSecret>>
beforeAll(async () => {
  seal = await withSecret('0123456789abcdef0123456789abcdef')
})

test('what was sealed can be opened, and never looks the same twice', () => {
  const sealed = seal.sealText('ein Geheimnis ☂', 'session')
  expect(seal.openText(sealed, 'session')).toBe('ein Geheimnis ☂')
  expect(seal.sealText('ein Geheimnis ☂', 'session')).not.toBe(sealed)
})

test('a changed, shortened or foreign text opens to nothing', async () => {
  const sealed = seal.sealText('secret', 'session')
  const bytes = Buffer.from(sealed, 'base64url')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes)
    changed[index]! ^= 1
    expect(seal.openText(changed.toString('base64url'), 'session')).toBeUndefined()
    expect(seal.openText(bytes.subarray(0, index).toString('base64url'), 'session')).toBeUndefined()
  }
  expect(seal.openText(sealed, 'login')).toBeUndefined()
  expect((await withSecret('another secret of at least 32 bytes')).openText(sealed, 'session')).toBeUndefined()
})
