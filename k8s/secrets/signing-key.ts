import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { bitString, element, integer, nothing, objectIdentifier, sequence, set, text, utcTime } from './der.ts'

/** The key that signs access tokens, and the certificate by which they are verified. Both PEM. */
export interface SigningKey {
  readonly certificate: string
  readonly privateKey: string
}

const commonName = objectIdentifier('2.5.4.3')
const sha256WithRsa = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nothing())
const years = 10

/**
 * Makes an RSA key of 3072 bits and a self-signed X.509 certificate for it (RFC 5280 §4.1): valid for ten years, and
 * from an hour ago, since clocks differ. Authentik keeps a key only together with a certificate.
 */
export function makeSigningKey(name: string, now = new Date()): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const subject = sequence(set(sequence(commonName, text(name))))
  const from = new Date(now.getTime() - 3_600_000)
  const until = new Date(now)
  until.setUTCFullYear(now.getUTCFullYear() + years)
  const version3 = element(0xa0, integer(2))
  const serialNumber = integer(0x40, ...randomBytes(15))
  const toBeSigned = sequence(
    version3,
    serialNumber,
    sha256WithRsa,
    subject,
    sequence(utcTime(from), utcTime(until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const certificate = sequence(toBeSigned, sha256WithRsa, bitString(sign('sha256', toBeSigned, privateKey)))
  return {
    certificate: pem('CERTIFICATE', certificate),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
