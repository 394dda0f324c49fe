import type { IncomingMessage, ServerResponse } from 'node:http'
import { createLocalJWKSet, jwtVerify, type JWK } from 'jose'
import { bearerToken } from '#shared/bearer.ts'
import { claimsOf } from './claims.ts'
import type { ProviderKeys, Store } from './store.ts'

/**
 * Answers the userinfo endpoint, which oidc-provider refuses for tokens that have an audience;
 * Authentik's all have one.
 *
 * @see OpenID Connect Core 1.0 section 5.3, RFC 6750 section 3
 */
export async function answerUserinfo(
  request: IncomingMessage,
  response: ServerResponse,
  {
    issuer,
    audience,
    keys,
    store,
  }: {
    issuer: string
    audience: string
    keys: ProviderKeys
    store: Store
  },
): Promise<void> {
  const token = bearerToken(request.headers.authorization) ?? ''
  const verified = await jwtVerify(
    token,
    createLocalJWKSet({ keys: keys.jwks.keys.map(publicPart) }),
    { issuer, audience },
  ).catch(() => undefined)
  const id = verified?.payload.sub ?? ''
  const person = store.personWithId(id)
  if (!verified || !person?.isActive) {
    response
      .writeHead(401, {
        'www-authenticate': 'Bearer error="invalid_token"',
        'cache-control': 'no-store',
      })
      .end()
    return
  }
  const granted = new Set(String(verified.payload.scope ?? '').split(' '))
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ sub: id, ...claimsOf(person, id, granted) }))
}

function publicPart({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, n, e, kid, alg, use } as JWK
}
