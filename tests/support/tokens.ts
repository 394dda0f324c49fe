import { importJWK, SignJWT, type JWTPayload } from 'jose'
import { userIdFor } from '../../dev/identity-provider/people.ts'
import type { IdentityProvider } from '../../dev/identity-provider/server.ts'

/** An access token signed with the provider's own key; a member's, but for the given changes. */
export async function tokenFor(
  provider: IdentityProvider,
  username: string,
  changes: JWTPayload = {},
): Promise<string> {
  const {
    keys: [key],
  } = (await provider.store.keys()).jwks
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({
    'iss': provider.issuer,
    'aud': 'goals',
    'sub': userIdFor(username),
    'iat': now,
    'exp': now + 300,
    'preferred_username': username,
    'name': username,
    'azp': 'goals',
    'uid': 'a random id',
    'https://hasura.io/jwt/claims': {
      'x-hasura-user-id': userIdFor(username),
      'x-hasura-default-role': 'member',
      'x-hasura-allowed-roles': ['member', 'viewer'],
    },
    ...changes,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key!.kid! })
    .sign(await importJWK(key!, 'RS256'))
}
