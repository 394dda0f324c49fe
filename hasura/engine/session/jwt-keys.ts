import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { JwtKeyType, JwtSecret } from './jwt-config.ts'

/** A key of a set: the key itself, and the name that a token's header may call it by. */
export interface NamedKey {
  readonly id: string | undefined
  readonly key: KeyObject
}

/** The keys that a token may have been signed with. */
export interface JwtKeys {
  /** All keys, as they are known now. */
  readonly current: () => Promise<readonly NamedKey[]>
  /**
   * Reads the keys again, after a token that none of them verifies. False where nothing can be new
   * yet.
   */
  readonly renew: () => Promise<boolean>
  /** Changes when keys were replaced: what was verified before may no longer hold. */
  readonly version: () => number
}

/** The effects of key sets: clock, network, log. */
export interface KeyEffects {
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly log: (line: string) => void
}

/** Curve of each ECDSA algorithm (RFC 7518, section 3.4), by OpenSSL's name. */
const curves: Readonly<Record<string, string>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
}

/**
 * Whether a token that says `alg` can have been signed with a key: its kind, its curve, and the
 * bytes of an HMAC key.
 */
export function fits(key: KeyObject, alg: string | undefined): boolean {
  if (alg === undefined) return false
  if (alg.startsWith('HS'))
    return key.type === 'secret' && (key.symmetricKeySize ?? 0) >= hashBytes(alg)
  if (key.asymmetricKeyType !== keyFamilies[alg.slice(0, 2)]) return false
  return !alg.startsWith('ES') || key.asymmetricKeyDetails?.namedCurve === curves[alg]
}

/**
 * @throws Error when a key cannot be read, or is not of the kind that the JWT secret's `type` says
 */
export function jwtKeys(keys: JwtSecret['keys'], effects: KeyEffects): JwtKeys {
  return keys.kind === 'key' ? fixedKey(keys.type, keys.key) : new RemoteKeys(keys.url, effects)
}

function fixedKey(type: JwtKeyType, text: string): JwtKeys {
  const key = type.startsWith('HS') ? hmacKey(type, text) : publicKey(type, text)
  return {
    current: () => Promise.resolve([{ id: undefined, key }]),
    renew: () => Promise.resolve(false),
    version: () => 0,
  }
}

/** An HMAC key is at least as long as its hash (RFC 7518, section 3.2). */
function hmacKey(type: JwtKeyType, text: string): KeyObject {
  const bytes = Buffer.from(text, 'utf8')
  const needed = hashBytes(type)
  if (bytes.byteLength < needed) {
    throw new Error(
      `the JWT secret's "key" is too short: ${type} needs at least ${needed} bytes, this has ${bytes.byteLength}`,
    )
  }
  return createSecretKey(bytes)
}

/** RFC 7518, section 3.3. */
const minRsaBits = 2048

/** `asymmetricKeyType` of each family of algorithms. */
const keyFamilies: Readonly<Record<string, string>> = {
  RS: 'rsa',
  PS: 'rsa',
  ES: 'ec',
  Ed: 'ed25519',
}

/** The length of an algorithm's hash: 32 of `HS256`. */
function hashBytes(alg: string): number {
  return Number(alg.slice(2)) / 8
}

function publicKey(type: JwtKeyType, text: string): KeyObject {
  const key = readPublicKey(text)
  const family = keyFamilies[type.slice(0, 2)]
  if (key.asymmetricKeyType !== family) {
    throw new Error(
      `the JWT secret's "key" is of the kind ${key.asymmetricKeyType}, but its "type" ${type} needs ${family}`,
    )
  }
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < minRsaBits) {
    throw new Error(
      `the JWT secret's "key" is too short: RSA needs at least ${minRsaBits} bits, this has ${bits}`,
    )
  }
  return key
}

function readPublicKey(text: string): KeyObject {
  try {
    return createPublicKey(text)
  }
  catch {
    throw new Error('the JWT secret\'s "key" is not a PEM public key or certificate')
  }
}

const defaultMaxAge = 60_000
const cooldown = 10_000
const firstCooldown = 1000
const fetchTimeout = 5_000

/**
 * The key set behind a `jwk_url` (RFC 7517). It is fetched again when the response's `max-age`
 * (else a minute) is over, and when none of its keys verifies a token, at most every ten seconds.
 * Old keys stay in use while the address fails.
 */
class RemoteKeys implements JwtKeys {
  readonly #url: string
  readonly #effects: KeyEffects
  #keys: readonly NamedKey[] | undefined
  #text = ''
  #version = 0
  #freshUntil = 0
  #lastAttempt = Number.NEGATIVE_INFINITY
  #pending: Promise<void> | undefined

  constructor(url: string, effects: KeyEffects) {
    this.#url = url
    this.#effects = effects
  }

  readonly version = (): number => this.#version

  readonly current = async (): Promise<readonly NamedKey[]> => {
    if (this.#keys && this.#effects.now() > this.#freshUntil && this.#mayFetch(cooldown))
      void this.#refresh()
    if (!this.#keys && this.#mayFetch(firstCooldown)) await this.#refresh()
    return this.#keys ?? []
  }

  readonly renew = async (): Promise<boolean> => {
    const before = this.#version
    if (this.#mayFetch(this.#keys ? cooldown : firstCooldown)) await this.#refresh()
    return this.#version !== before
  }

  #mayFetch(pause: number): boolean {
    return this.#pending !== undefined || this.#effects.now() - this.#lastAttempt > pause
  }

  #refresh(): Promise<void> {
    this.#pending ??= this.#load()
      .catch((error: unknown) => {
        this.#effects.log(`keys of ${this.#url} cannot be read: ${messageOf(error)}`)
      })
      .finally(() => {
        this.#pending = undefined
      })
    return this.#pending
  }

  async #load(): Promise<void> {
    this.#lastAttempt = this.#effects.now()
    const signal = AbortSignal.timeout(fetchTimeout)
    const response = await this.#effects.fetch(this.#url, {
      signal,
      headers: { accept: 'application/json' },
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const text = await response.text()
    this.#freshUntil =
      this.#effects.now() + (maxAge(response.headers.get('cache-control')) ?? defaultMaxAge)
    if (text === this.#text) return
    this.#keys = readKeySet(text, line => this.#effects.log(`keys of ${this.#url}: ${line}`))
    this.#text = text
    this.#version += 1
  }
}

/** Keys of a kind that this engine does not know are left out, as RFC 7517, section 5 asks. */
function readKeySet(text: string, log: (line: string) => void): readonly NamedKey[] {
  const { keys } = JSON.parse(text) as { keys?: unknown }
  if (!Array.isArray(keys)) throw new Error('the response is no key set: "keys" is not a list')
  return keys.flatMap(
    (jwk: JsonWebKey & { readonly kid?: unknown }, index): readonly NamedKey[] => {
      try {
        return [{ id: typeof jwk.kid === 'string' ? jwk.kid : undefined, key: importKey(jwk) }]
      }
      catch (error) {
        log(`key ${index} is left out: ${messageOf(error)}`)
        return []
      }
    },
  )
}

function importKey(jwk: JsonWebKey): KeyObject {
  if (jwk.kty === 'oct' && typeof jwk.k === 'string')
    return createSecretKey(Buffer.from(jwk.k, 'base64url'))
  return createPublicKey({ key: jwk, format: 'jwk' })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Milliseconds of a `Cache-Control` header's `max-age`; undefined without one. */
function maxAge(header: string | null): number | undefined {
  const seconds = header?.match(/(?:^|[,\s])(?:s-maxage|max-age)=(\d+)/i)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
