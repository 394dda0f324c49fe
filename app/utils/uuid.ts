/**
 * A random UUID (RFC 9562, version 4), also where `crypto.randomUUID` is missing: on http addresses
 * other than localhost.
 */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const prefix = 'unconfirmed-'
let made = 0

/**
 * An id for a row that is shown before the server has confirmed it. Such a row cannot be opened or
 * changed yet.
 */
export function unconfirmedId(): string {
  return `${prefix}${++made}`
}

/** True for a row that the server has not confirmed. */
export function isUnconfirmed(id: string): boolean {
  return id.startsWith(prefix)
}
