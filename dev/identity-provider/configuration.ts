import type { Account, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type Provider from 'oidc-provider'
import { claimsOf, scopes } from './claims.ts'
import { endSessionPage, messagePage } from './pages.ts'
import { paths } from './paths.ts'
import { userIdFor } from './people.ts'
import { recordAdapter } from './record-adapter.ts'
import type { ProviderKeys, Store } from './store.ts'

/** The application that people sign in to. */
export interface ApplicationClient {
  clientId: string
  clientSecret: string
  /** The application's own address, without a trailing slash. */
  baseUrl: string
}

/** The client of the `token` command; it may use no other grant than that of person-grant.ts. */
export const tokenCommandClientId = 'goals-token-command'

/** The grant type of person-grant.ts. */
export const personGrantType = 'urn:goals:params:oauth:grant-type:person'

const resource = {
  scope: scopes.join(' '),
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'RS256' } },
} as const

/** In seconds. */
const lifetimes = {
  AuthorizationCode: 60,
  IdToken: 5 * 60,
  Interaction: 60 * 60,
  Session: 14 * 86_400,
  Grant: 14 * 86_400,
  RefreshToken: 7 * 86_400,
}

/**
 * oidc-provider set up to behave as Authentik does with this project's blueprint: the same paths,
 * claims and lifetimes.
 */
export function configurationFor(
  store: Store,
  keys: ProviderKeys,
  options: {
    port: number
    client: ApplicationClient
    accessTokenSeconds?: number | undefined
  },
): Configuration {
  const { port, client, accessTokenSeconds = 300 } = options
  return {
    adapter: recordAdapter(store.database),
    clients: clientsOf(client),
    jwks: keys.jwks as Configuration['jwks'],
    cookies: cookiesOn(port, keys.cookies),
    routes: {
      authorization: paths.authorize,
      token: paths.token,
      userinfo: paths.userinfo,
      revocation: paths.revoke,
      introspection: paths.introspect,
      jwks: paths.jwks,
      end_session: paths.endSession,
    },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    scopes: [...scopes],
    claims: claimNames,
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { ...lifetimes, AccessToken: accessTokenSeconds },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, { clientId }) => clientId === client.clientId,
    expiresWithSession: () => true,
    clientBasedCORS: () => false,
    findAccount: (_ctx, id) => accountOf(store, id),
    extraTokenClaims: (_ctx, token) => tokenClaims(store, client.clientId, token),
    loadExistingGrant: ctx => grantEverything(ctx, client.clientId),
    interactions: { url: (_ctx, { uid }) => `${paths.signIn}${uid}` },
    formats: {
      customizers: {
        jwt: (_ctx, _token, parts) =>
          void Object.assign(parts, { header: { ...parts.header, typ: 'JWT' } }),
      },
    },
    fetch: (
      url,
      { dispatcher: _publicAddressesOnly, ...options }: RequestInit & { dispatcher?: unknown } = {},
    ) => fetch(url, options),
    renderError: async (ctx, { error, error_description: description }) => {
      ctx.type = 'html'
      ctx.body = messagePage(
        'Sign-in did not work',
        `${description ?? error}. Go back to the application and try again.`,
        client.baseUrl,
      )
    },
    features: featuresFor(client),
  }
}

const claimNames = {
  openid: ['sub', 'azp', 'uid', 'sid'],
  profile: ['preferred_username', 'nickname', 'name', 'groups'],
  email: ['email', 'email_verified'],
  hasura: ['https://hasura.io/jwt/claims'],
}

function clientsOf({
  clientId,
  clientSecret,
  baseUrl,
}: ApplicationClient): Configuration['clients'] {
  return [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${baseUrl}/auth/callback`],
      post_logout_redirect_uris: [`${baseUrl}/signed-out`],
      backchannel_logout_uri: `${baseUrl}/auth/backchannel-logout`,
      backchannel_logout_session_required: true,
    },
    {
      client_id: tokenCommandClientId,
      client_secret: clientSecret,
      grant_types: [personGrantType],
      response_types: [],
      redirect_uris: [],
    },
  ]
}

/** Browsers share cookies between the ports of one host, so that the port is part of the names. */
function cookiesOn(port: number, keys: string[]): Configuration['cookies'] {
  return {
    keys,
    names: {
      session: `provider-session-${port}`,
      interaction: `provider-sign-in-${port}`,
      resume: `provider-resume-${port}`,
    },
    long: { httpOnly: true, sameSite: 'lax' },
    short: { httpOnly: true, sameSite: 'lax' },
  }
}

function featuresFor(client: ApplicationClient): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    introspection: { enabled: true, allowedPolicy: ownToken },
    revocation: { enabled: true, allowedPolicy: ownToken },
    backchannelLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => `urn:goals:${client.clientId}`,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ ...resource, audience: client.clientId }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (ctx, form) => {
        const page = endSessionPage(form)
        ctx.set('content-security-policy', page.contentSecurityPolicy)
        ctx.body = page.html
      },
      postLogoutSuccessSource: async (ctx) => {
        ctx.body = messagePage(
          'You are signed out',
          'You can close this page, or sign in again.',
          client.baseUrl,
        )
      },
    },
  }
}

const ownToken = (
  _ctx: KoaContextWithOIDC,
  client: { clientId: string },
  token: { clientId?: string },
) => token.clientId === client.clientId

function accountOf(store: Store, id: string): Account | undefined {
  const person = store.personWithId(id)
  if (!person?.isActive) return undefined
  return {
    accountId: id,
    claims: (_use, scope) => ({ sub: id, ...claimsOf(person, id, new Set(scope.split(' '))) }),
  }
}

/**
 * The claims of an access token beside the registered ones. Authentik adds `azp`, `uid` and the
 * session's `sid` too.
 */
function tokenClaims(store: Store, clientId: string, token: object): Record<string, unknown> {
  const { accountId, scope, sid, jti, defaultRole } = token as {
    accountId: string
    scope?: string
    sid?: string
    jti: string
    defaultRole?: string
  }
  const person = store.personWithId(accountId)
  return {
    azp: clientId,
    uid: jti,
    sid,
    ...(person
      && claimsOf(person, userIdFor(person.username), new Set(scope?.split(' ')), defaultRole)),
  }
}

/** There is no consent to ask: the application is the provider's own. */
async function grantEverything(
  ctx: KoaContextWithOIDC,
  clientId: string,
): Promise<InstanceType<Provider['Grant']>> {
  const { client, session, provider } = ctx.oidc
  const kept = session?.grantIdFor(client!.clientId)
  const existing = kept ? await provider.Grant.find(kept) : undefined
  if (existing) return existing
  const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId })
  grant.addOIDCScope(scopes.join(' '))
  grant.addResourceScope(`urn:goals:${clientId}`, scopes.join(' '))
  await grant.save()
  return grant
}
