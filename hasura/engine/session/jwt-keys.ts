import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { createLocalJWKSet, errors, type CryptoKey, type CompactJWSHeaderParameters, type FlattenedJWSInput, type JSONWebKeySet } from 'jose'
import type { JwtSecret } from './jwt-config.ts'

/** A key that jose can verify with. */
export type VerificationKey = CryptoKey | KeyObject

/** Finds the keys that a token may have been signed with. */
export interface JwtKeys {
  find: (header: CompactJWSHeaderParameters, token: FlattenedJWSInput) => Promise<readonly VerificationKey[]>
  /** Changes when keys were replaced: what was verified before may no longer hold. */
  version: () => number
}

/** What the keys may do to the world. */
export interface KeyEffects {
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly log: (line: string) => void
}

/** @throws Error when a key cannot be read */
export function jwtKeys(keys: JwtSecret['keys'], effects: KeyEffects): JwtKeys {
  return keys.kind === 'key' ? fixedKey(keys.type, keys.key) : new RemoteKeys(keys.url, effects)
}

function fixedKey(type: string, text: string): JwtKeys {
  const key = type.startsWith('HS') ? createSecretKey(Buffer.from(text, 'utf8')) : publicKey(text)
  return { find: () => Promise.resolve([key]), version: () => 0 }
}

function publicKey(text: string): KeyObject {
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
 * The key set behind a `jwk_url` (RFC 7517). It is fetched again when the response's `max-age` (else a minute) is over,
 * and when a token names an unknown key, at most every ten seconds. Old keys stay in use while the address fails.
 */
class RemoteKeys implements JwtKeys {
  readonly #url: string
  readonly #effects: KeyEffects
  #find: ReturnType<typeof createLocalJWKSet> | undefined
  #text = ''
  #version = 0
  #freshUntil = 0
  #lastAttempt = Number.NEGATIVE_INFINITY
  #pending: Promise<void> | undefined

  constructor(url: string, effects: KeyEffects) {
    this.#url = url
    this.#effects = effects
  }

  version(): number {
    return this.#version
  }

  async find(header: CompactJWSHeaderParameters, token: FlattenedJWSInput): Promise<readonly VerificationKey[]> {
    if (this.#find && this.#effects.now() > this.#freshUntil && this.#mayFetch(cooldown)) void this.#refresh()
    const known = await this.#lookUp(header, token)
    if (known.length > 0 || !this.#mayFetch(this.#find ? cooldown : firstCooldown)) return known
    await this.#refresh()
    return this.#lookUp(header, token)
  }

  async #lookUp(header: CompactJWSHeaderParameters, token: FlattenedJWSInput): Promise<readonly VerificationKey[]> {
    if (!this.#find) return []
    try {
      return [await this.#find(header, token)]
    }
    catch (error) {
      const keys: VerificationKey[] = []
      if (error instanceof errors.JWKSMultipleMatchingKeys) for await (const key of error) keys.push(key)
      return keys
    }
  }

  #mayFetch(pause: number): boolean {
    return this.#pending !== undefined || this.#effects.now() - this.#lastAttempt > pause
  }

  #refresh(): Promise<void> {
    this.#pending ??= this.#load()
      .catch((error: unknown) => { this.#effects.log(`keys of ${this.#url} cannot be read: ${error instanceof Error ? error.message : String(error)}`) })
      .finally(() => { this.#pending = undefined })
    return this.#pending
  }

  async #load(): Promise<void> {
    this.#lastAttempt = this.#effects.now()
    const response = await this.#effects.fetch(this.#url, { signal: AbortSignal.timeout(fetchTimeout), headers: { accept: 'application/json' } })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const text = await response.text()
    this.#freshUntil = this.#effects.now() + (maxAge(response.headers.get('cache-control')) ?? defaultMaxAge)
    if (text === this.#text) return
    this.#find = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet)
    this.#text = text
    this.#version += 1
  }
}

/** Milliseconds of a `Cache-Control` header's `max-age`; undefined without one. */
function maxAge(header: string | null): number | undefined {
  const seconds = header?.match(/(?:^|[,\s])(?:s-maxage|max-age)=(\d+)/i)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
