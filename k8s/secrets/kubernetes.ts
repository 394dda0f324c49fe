import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { hasuraJwtSecret, makeDeploymentSecrets, type DeploymentSecrets } from './deployment.ts'

const usage = `Prints the Kubernetes Secrets of a new deployment, with fresh values, as YAML.

  npm run -s secrets:kubernetes -- --issuer <url> [--database-host <host[:port]>] [--ssl-mode <mode>] [--client-id <id>]

  --issuer         OIDC_ISSUER of the overlay, with its trailing slash
  --database-host  where PostgreSQL listens; "postgres" is the component's Service (default: postgres)
  --ssl-mode       sslmode of the connections, such as verify-full (default: none is asked for)
  --client-id      OIDC_CLIENT_ID of the overlay (default: goals)

Pipe it into "kubectl apply --namespace goals -f -", or encrypt it (SOPS) before it is stored. Running it again makes
other secrets: for a database that exists, change its passwords as well.`

/** The settings that the Secrets of a deployment contain besides random values. */
export interface Deployment {
  readonly issuer: string
  readonly clientId: string
  readonly databaseHost: string
  readonly sslMode: string | undefined
}

/** The Secrets that the manifests in k8s/ refer to, as Kubernetes objects. */
export function kubernetesSecrets(secrets: DeploymentSecrets, deployment: Deployment): object[] {
  const { passwords, signingKey } = secrets
  const url = (login: string, password: string, database: string): string => {
    const query = deployment.sslMode === undefined ? '' : `?sslmode=${deployment.sslMode}`
    return `postgresql://${login}:${password}@${deployment.databaseHost}/${database}${query}`
  }
  return [
    secret('goals-app', {
      'session-secret': secrets.sessionSecret,
      'oidc-client-secret': secrets.oidcClientSecret,
    }),
    secret('goals-database', {
      'owner-url': url('goals_owner', passwords.owner, 'goals'),
      'server-url': url('goals_server_login', passwords.server, 'goals'),
      'hasura-url': url('goals_hasura_login', passwords.hasura, 'goals'),
      'hasura-metadata-url': url('goals_hasura_login', passwords.hasura, 'hasura_metadata'),
    }),
    secret('goals-postgres', {
      'superuser-password': passwords.superuser,
      'owner-password': passwords.owner,
      'server-password': passwords.server,
      'hasura-password': passwords.hasura,
      'authentik-password': passwords.authentik,
    }),
    secret('goals-hasura', {
      'admin-secret': secrets.hasuraAdminSecret,
      'jwt-secret': hasuraJwtSecret(signingKey, deployment.issuer, deployment.clientId),
    }),
    secret('goals-authentik', {
      'secret-key': secrets.authentikSecretKey,
      'bootstrap-password': secrets.authentikAdminPassword,
      'database-password': passwords.authentik,
    }),
    secret(
      'goals-signing-key',
      {
        'tls.crt': signingKey.certificate,
        'tls.key': signingKey.privateKey,
      },
      'kubernetes.io/tls',
    ),
  ]
}

function secret(name: string, stringData: Record<string, string>, type = 'Opaque'): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type, stringData }
}

function deploymentFrom(args: readonly string[]): Deployment {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'issuer': { type: 'string' },
      'client-id': { type: 'string', default: 'goals' },
      'database-host': { type: 'string', default: 'postgres' },
      'ssl-mode': { type: 'string' },
    },
  })
  if (!values.issuer) throw new TypeError('--issuer is missing.')
  if (!URL.canParse(values.issuer) || !values.issuer.endsWith('/')) {
    throw new TypeError(
      '--issuer: give a URL that ends in "/", as Authentik writes it into its tokens.',
    )
  }
  return {
    issuer: values.issuer,
    clientId: values['client-id'],
    databaseHost: values['database-host'],
    sslMode: values['ssl-mode'],
  }
}

if (import.meta.main) {
  try {
    const deployment = deploymentFrom(process.argv.slice(2))
    const documents = kubernetesSecrets(await makeDeploymentSecrets(), deployment)
    process.stdout.write(documents.map(document => `---\n${stringify(document)}`).join(''))
  }
  catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exitCode = 1
  }
}
