import { generate } from 'selfsigned'

/** The key that signs access tokens, and the certificate that verifies them. Both PEM. */
export interface SigningKey {
  readonly certificate: string
  readonly privateKey: string
}

const hour = 3_600_000
const years = 10

/**
 * Makes an RSA key of 3072 bits and a self-signed X.509 certificate for it, valid for ten years.
 * Validity starts an hour ago, since clocks differ. Authentik keeps a key only together with a
 * certificate.
 */
export async function makeSigningKey(name: string, now = new Date()): Promise<SigningKey> {
  const notAfterDate = new Date(now)
  notAfterDate.setUTCFullYear(now.getUTCFullYear() + years)
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: name }], {
    keySize: 3072,
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - hour),
    notAfterDate,
    extensions: [{ name: 'keyUsage', digitalSignature: true, critical: true }],
  })
  return { certificate: cert, privateKey }
}
