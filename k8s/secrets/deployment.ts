import { randomBytes } from 'node:crypto'
import { makeSigningKey, type SigningKey } from './signing-key.ts'

/**
 * Every secret of one deployment, fresh. Passwords and keys hold only letters and digits, safe in
 * URLs and files.
 */
export interface DeploymentSecrets {
  readonly passwords: Readonly<
    Record<'superuser' | 'owner' | 'server' | 'hasura' | 'authentik', string>
  >
  readonly sessionSecret: string
  readonly oidcClientSecret: string
  readonly hasuraAdminSecret: string
  readonly authentikSecretKey: string
  readonly authentikAdminPassword: string
  readonly signingKey: SigningKey
}

/** Draws new secrets of at least 128 bits each. */
export async function makeDeploymentSecrets(): Promise<DeploymentSecrets> {
  return {
    passwords: {
      superuser: draw(),
      owner: draw(),
      server: draw(),
      hasura: draw(),
      authentik: draw(),
    },
    sessionSecret: draw(48),
    oidcClientSecret: draw(32),
    hasuraAdminSecret: draw(32),
    authentikSecretKey: draw(48),
    authentikAdminPassword: draw(16),
    signingKey: await makeSigningKey('goals'),
  }
}

/**
 * HASURA_GRAPHQL_JWT_SECRET for tokens of the given issuer, by certificate rather than by JWKS URL:
 * Hasura then starts while Authentik is away, and Authentik's key set carries no cache header by
 * which Hasura would ever refetch it. Source: Hasura documentation, "Authentication using JWT".
 */
export function hasuraJwtSecret(key: SigningKey, issuer: string, clientId: string): string {
  return JSON.stringify({
    type: 'RS256',
    key: key.certificate,
    issuer,
    audience: clientId,
    allowed_skew: 5,
  })
}

function draw(bytes = 24): string {
  return randomBytes(bytes).toString('hex')
}
