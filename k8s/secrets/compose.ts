import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { hasuraJwtSecret, makeDeploymentSecrets, type DeploymentSecrets } from './deployment.ts'

const issuer = 'http://auth.localhost:9000/application/o/goals/'

/**
 * The secret part of each service's environment in docker-compose.yml: no service gets more than it
 * needs.
 */
export function composeEnvironments(
  secrets: DeploymentSecrets,
): Record<string, Record<string, string>> {
  const { passwords } = secrets
  const url = (login: string, password: string, database: string) =>
    `postgresql://${login}:${password}@postgres/${database}`
  const authentik = {
    AUTHENTIK_SECRET_KEY: secrets.authentikSecretKey,
    AUTHENTIK_POSTGRESQL__PASSWORD: passwords.authentik,
  }
  return {
    'postgres': {
      POSTGRES_PASSWORD: passwords.superuser,
      OWNER_PASSWORD: passwords.owner,
      SERVER_PASSWORD: passwords.server,
      HASURA_PASSWORD: passwords.hasura,
      AUTHENTIK_PASSWORD: passwords.authentik,
    },
    'migrate': { DATABASE_URL: url('goals_owner', passwords.owner, 'goals') },
    'hasura': {
      HASURA_GRAPHQL_DATABASE_URL: url('goals_hasura_login', passwords.hasura, 'goals'),
      HASURA_GRAPHQL_METADATA_DATABASE_URL: url(
        'goals_hasura_login',
        passwords.hasura,
        'hasura_metadata',
      ),
      HASURA_GRAPHQL_ADMIN_SECRET: secrets.hasuraAdminSecret,
      HASURA_GRAPHQL_JWT_SECRET: hasuraJwtSecret(secrets.signingKey, issuer, 'goals'),
    },
    'metadata': { HASURA_GRAPHQL_ADMIN_SECRET: secrets.hasuraAdminSecret },
    'authentik-server': authentik,
    'authentik-worker': {
      ...authentik,
      AUTHENTIK_BOOTSTRAP_PASSWORD: secrets.authentikAdminPassword,
      GOALS_OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
    },
    'app': {
      SERVER_DATABASE_URL: url('goals_server_login', passwords.server, 'goals'),
      OIDC_CLIENT_SECRET: secrets.oidcClientSecret,
      SESSION_SECRET: secrets.sessionSecret,
    },
  }
}

/**
 * Makes the folder `.secrets`, which only its owner may enter: one file of variables for each
 * service, and the key that signs tokens, readable since the container reads it as a user of its
 * own. Never overwrites.
 *
 * @throws an Error with code EEXIST when the folder exists
 */
export function writeComposeSecrets(parent: string, secrets: DeploymentSecrets): void {
  const folder = path.join(parent, '.secrets')
  mkdirSync(folder, { mode: 0o700 })
  for (const [service, variables] of Object.entries(composeEnvironments(secrets))) {
    // Quoted, so that neither the shell's rules nor compose's own change a value.
    const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`)
    writeFileSync(path.join(folder, `${service}.env`), lines.join(''), { mode: 0o600 })
  }
  writeFileSync(path.join(folder, 'signing.crt'), secrets.signingKey.certificate, { mode: 0o644 })
  writeFileSync(path.join(folder, 'signing.key'), secrets.signingKey.privateKey, { mode: 0o644 })
}

if (import.meta.main) {
  try {
    const secrets = await makeDeploymentSecrets()
    writeComposeSecrets(process.cwd(), secrets)
    console.log('Wrote .secrets/. Start with: docker compose up --build --detach')
    console.log(
      `Authentik's administrator is "akadmin" with the password ${secrets.authentikAdminPassword}`,
    )
  }
  catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    console.error(
      '.secrets exists already and is left as it is. The databases hold its passwords: to start anew, run '
      + '"docker compose down --volumes", remove .secrets, and run this again.',
    )
    process.exitCode = 1
  }
}
