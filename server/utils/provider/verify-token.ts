import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyResult,
} from 'jose'
import { LRUCache } from 'lru-cache'
import { serverConfig } from '../config.ts'
import { Unavailable, logError } from '../errors.ts'
import { discoverProvider } from './discover-provider.ts'

/** The verdict on a bearer token. */
export type Verification =
  | {
    readonly kind: 'valid'
    readonly claims: JWTPayload
    readonly expiresAt: Date
  }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' }

type Valid = Extract<Verification, { readonly kind: 'valid' }>

/** Asymmetric ones only: the public key must never serve as a secret. */
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
]

/** By token; a token and its claims take some six bytes for each character. */
const verdicts = new LRUCache<string, Valid>({
  max: 5000,
  maxSize: 32_000_000,
  sizeCalculation: (_verdict, token) => token.length * 6,
})

/**
 * Checks an access token's signature, issuer, audience, lifetime and kind. Verdicts on valid tokens
 * are kept until they expire.
 *
 * @throws Unavailable when the provider's keys were never seen and cannot be fetched
 */
export async function verifyToken(token: string): Promise<Verification> {
  const known = verdicts.get(token)
  if (known && known.expiresAt.getTime() > Date.now()) return known
  verdicts.delete(token)
  const { issuer, clientId } = serverConfig().oidc
  try {
    const verified = await jwtVerify(token, await providerKeys(), {
      issuer,
      audience: clientId,
      algorithms,
      requiredClaims: ['exp', 'sub'],
    })
    const { payload } = verified
    if (!isAccessToken(verified, clientId)) return { kind: 'invalid' }
    const verdict = {
      kind: 'valid' as const,
      claims: payload,
      expiresAt: new Date(payload.exp! * 1000),
    }
    verdicts.set(token, verdict)
    return verdict
  }
  catch (error) {
    if (error instanceof Unavailable) throw error
    if (error instanceof errors.JWTExpired) return { kind: 'expired' }
    if (saysOfToken(error)) return { kind: 'invalid' }
    throw new Unavailable('The identity provider', error)
  }
}

/**
 * Tells an access token from an ID token and a logout token, which have the same issuer, audience
 * and key.
 *
 * RFC 9068 (section 2.1) gives access tokens the type `at+jwt`. Authentik does not; it adds `azp`
 * and a random `uid` to the claims of the ID token instead, and never to the ID token itself.
 * `nonce` tells nothing: Authentik copies it.
 */
function isAccessToken(
  { payload, protectedHeader: { typ } }: JWTVerifyResult,
  clientId: string,
): boolean {
  if (/^(application\/)?at\+jwt$/i.test(typ ?? '')) return true
  const isNamed = typ === undefined || typ.toUpperCase() === 'JWT'
  return (
    isNamed
    && payload.azp === clientId
    && typeof payload.uid === 'string'
    && payload.at_hash === undefined
  )
}

/**
 * Whether an error is about the token, and not about fetching the keys, for which jose has a
 * timeout, a generic error and fetch's own.
 */
function saysOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError
    && error.code !== 'ERR_JWKS_TIMEOUT'
    && error.code !== 'ERR_JOSE_GENERIC'
  )
}

const keysFreshFor = 10 * 60_000
let keys: { set: ReturnType<typeof createRemoteJWKSet>, checkedAt: number } | undefined

/**
 * The provider's public keys. An unknown key id fetches them again at once (at most every 30
 * seconds); otherwise they are renewed in the background, so that an outage of the provider never
 * makes a valid token invalid.
 */
export async function providerKeys(): Promise<JWTVerifyGetKey> {
  if (!keys) {
    const provider = await discoverProvider()
    keys ??= {
      set: createRemoteJWKSet(new URL(provider.serverMetadata().jwks_uri!), {
        cacheMaxAge: Infinity,
      }),
      checkedAt: Date.now(),
    }
  }
  else if (Date.now() - keys.checkedAt > keysFreshFor) {
    keys.checkedAt = Date.now()
    keys.set
      .reload()
      .catch((error: unknown) =>
        logError('The identity provider\'s keys could not be renewed', error),
      )
  }
  return keys.set
}
