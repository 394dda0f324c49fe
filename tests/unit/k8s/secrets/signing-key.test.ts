import { createPrivateKey, X509Certificate } from 'node:crypto'
import { SignJWT, importX509, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { makeSigningKey } from '../../../../k8s/secrets/signing-key.ts'

test('the certificate is self-signed, valid for ten years from an hour ago, and belongs to the key', async () => {
  const { certificate, privateKey } = await makeSigningKey(
    'goals',
    new Date('2026-11-20T12:00:00Z'),
  )
  const parsed = new X509Certificate(certificate)
  expect(parsed.verify(parsed.publicKey)).toBe(true)
  expect(parsed.checkPrivateKey(createPrivateKey(privateKey))).toBe(true)
  expect(parsed.subject).toBe('CN=goals')
  expect(parsed.validFromDate).toEqual(new Date('2026-11-20T11:00:00Z'))
  expect(parsed.validToDate).toEqual(new Date('2036-11-20T12:00:00Z'))
})

test('a token signed with the key verifies with the certificate', async () => {
  const { certificate, privateKey } = await makeSigningKey('goals')
  const token = await new SignJWT({ sub: 'alice' })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(createPrivateKey(privateKey))
  const { payload } = await jwtVerify(token, await importX509(certificate, 'RS256'))
  expect(payload.sub).toBe('alice')
})
