import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { serverConfig } from '../config.ts'

/** The purpose of a sealed text. Text that was sealed for one purpose cannot be opened for another. */
export type SealPurpose = 'login' | 'session'

/** The purpose of a derived secret. */
export type SecretPurpose = 'login nonce' | 'login code verifier'

const keys = new Map<string, Buffer>()

/**
 * Encrypts a text with AES-256-GCM under a key of its purpose, derived from SESSION_SECRET (RFC
 * 5869).
 *
 * @returns base64url of nonce (12 bytes), tag (16 bytes) and ciphertext
 */
export function encryptText(text: string, purpose: SealPurpose): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')
}

/**
 * Opens what encryptText made. Undefined when it was changed, made for another purpose, or with
 * another secret.
 */
export function decryptText(sealed: string, purpose: SealPurpose): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12), {
      authTagLength: 16,
    }).setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  }
  catch {
    return undefined
  }
}

/**
 * A secret of 256 bits in base64url that only this server can compute from a text, and always alike
 * (HMAC-SHA256).
 */
export function deriveSecret(text: string, purpose: SecretPurpose): string {
  return createHmac('sha256', keyFor(purpose)).update(text).digest('base64url')
}

function keyFor(purpose: SealPurpose | SecretPurpose): Buffer {
  const { sessionSecret } = serverConfig()
  const name = `${purpose}\n${sessionSecret}`
  const key =
    keys.get(name) ?? Buffer.from(hkdfSync('sha256', sessionSecret, '', `goals ${purpose}`, 32))
  keys.set(name, key)
  return key
}
