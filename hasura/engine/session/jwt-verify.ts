import { isObject } from '../json/json.ts'
import { compactVerify, decodeProtectedHeader, errors, type ProtectedHeaderParameters } from 'jose'
import { LRUCache } from 'lru-cache'
import { EngineError } from '../errors.ts'
import { claimsReader, type HasuraClaims } from './jwt-claims.ts'
import type { JwtSecret } from './jwt-config.ts'
import { fits, type JwtKeys, type NamedKey } from './jwt-keys.ts'

/** The content of a verified token. */
export interface VerifiedToken {
  readonly claims: HasuraClaims
  /** Milliseconds since the epoch, tolerance included; undefined for a token without `exp`. */
  readonly expiresAt: number | undefined
}

const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'HS256',
  'HS384',
  'HS512',
]
const maxCachedTokens = 2000
/** Bytes, of which a token and its claims take some six for each character. */
const maxCacheSize = 16_000_000
const bytesPerCharacter = 6

/**
 * Verifies tokens: signature first, then `exp`, `nbf`, `iat`, `aud`, `iss`, of which an absent one
 * passes, as in Hasura. Verified tokens are remembered, at most 2000, until they expire or keys
 * change: a signature costs as much as a request.
 */
export class JwtVerifier {
  readonly #secret: JwtSecret
  readonly #keys: JwtKeys
  readonly #now: () => number
  readonly #read: ReturnType<typeof claimsReader>
  readonly #verified = new LRUCache<string, VerifiedToken>({
    max: maxCachedTokens,
    maxSize: maxCacheSize,
    sizeCalculation: (_verified, token) => token.length * bytesPerCharacter,
  })

  #keyVersion = 0

  constructor(secret: JwtSecret, keys: JwtKeys, now: () => number) {
    this.#secret = secret
    this.#keys = keys
    this.#now = now
    this.#read = claimsReader(secret)
  }

  /**
   * @throws EngineError `invalid-jwt` with Hasura's reason, or what is wrong with Hasura's claims; see
   *   {@link claimsReader}
   */
  async verify(token: string): Promise<VerifiedToken> {
    this.#forgetAfterRotation()
    const known = this.#verified.get(token)
    if (known) {
      if (known.expiresAt === undefined || this.#now() <= known.expiresAt) return known
      this.#verified.delete(token)
      throw invalid('JWTExpired')
    }
    const payload = claimsOf(await this.#payload(token))
    const expiresAt = checkClaims(payload, this.#secret, this.#now())
    const verified = { claims: this.#read(payload), expiresAt }
    this.#forgetAfterRotation()
    this.#verified.set(token, verified)
    return verified
  }

  async #payload(token: string): Promise<Uint8Array> {
    const header = headerOf(token)
    const known = await payloadBy(await this.#keys.current(), token, header)
    if (known) return known
    const renewed = (await this.#keys.renew())
      ? await payloadBy(await this.#keys.current(), token, header)
      : undefined
    if (renewed) return renewed
    throw invalid('JWSError JWSInvalidSignature')
  }

  #forgetAfterRotation(): void {
    if (this.#keyVersion === this.#keys.version()) return
    this.#keyVersion = this.#keys.version()
    this.#verified.clear()
  }
}

function invalid(reason: string): EngineError {
  return new EngineError('invalid-jwt', `Could not verify JWT: ${reason}`)
}

function headerOf(token: string): ProtectedHeaderParameters {
  const parts = token.split('.').length
  if (parts !== 3)
    throw invalid(
      `JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got ${parts})`,
    )
  try {
    return decodeProtectedHeader(token)
  }
  catch {
    throw invalid('JWSError (JSONDecodeError "the header is not a JSON object")')
  }
}

/**
 * The payload, if one of the keys verifies the token. Hasura's library tries every key of a set:
 * `kid`, `alg` and `use` of a key exclude none. The key that the token names comes first, since it
 * is most likely the one.
 */
async function payloadBy(
  keys: readonly NamedKey[],
  token: string,
  { alg, kid }: ProtectedHeaderParameters,
): Promise<Uint8Array | undefined> {
  const fitting = keys.filter(({ key }) => fits(key, alg))
  const ordered = [
    ...fitting.filter(({ id }) => id === kid),
    ...fitting.filter(({ id }) => id !== kid),
  ]
  for (const { key } of ordered) {
    try {
      return (await compactVerify(token, key, { algorithms })).payload
    }
    catch (error) {
      if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error
    }
  }
  return undefined
}

function claimsOf(payload: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
    if (isObject(claims)) return claims
  }
  catch {
    // Reported below, like every payload that is not an object.
  }
  throw invalid('JWTClaimsSetDecodeError "the payload is not a JSON object"')
}

/** Checks the registered claims (RFC 7519 §4.1) and returns when the token expires. */
function checkClaims(
  claims: Readonly<Record<string, unknown>>,
  secret: JwtSecret,
  now: number,
): number | undefined {
  const skew = secret.allowedSkew * 1000
  const expiry = numericDate(claims, 'exp')
  const issuedAt = numericDate(claims, 'iat')
  const notBefore = numericDate(claims, 'nbf')
  if (expiry !== undefined && now > expiry + skew) throw invalid('JWTExpired')
  if (issuedAt !== undefined && issuedAt - skew > now + 1000) throw invalid('JWTIssuedAtFuture')
  if (notBefore !== undefined && notBefore - skew > now) throw invalid('JWTNotYetValid')
  if (!audienceMatches(claims.aud, secret.audience)) throw invalid('JWTNotInAudience')
  if (secret.issuer !== undefined && claims.iss !== undefined && claims.iss !== secret.issuer)
    throw invalid('JWTNotInIssuer')
  return expiry === undefined ? undefined : expiry + skew
}

/** A claim in seconds since the epoch, as milliseconds. */
function numericDate(claims: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = claims[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') throw invalid(`JWTClaimsSetDecodeError "${name} is not a number"`)
  return value * 1000
}

function audienceMatches(claim: unknown, expected: readonly string[] | undefined): boolean {
  if (expected === undefined || claim === undefined || claim === null) return true
  return (Array.isArray(claim) ? claim : [claim]).some(audience =>
    expected.includes(audience as string),
  )
}
