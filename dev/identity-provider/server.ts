import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { configurationFor, type ApplicationClient } from './configuration.ts'
import { Provider } from './oidc-provider.ts'
import { issuerOn, paths } from './paths.ts'
import { addPersonGrant } from './person-grant.ts'
import { readForm } from './read-form.ts'
import { handleSignIn } from './sign-in.ts'
import { openStore, type Store } from './store.ts'
import { answerUserinfo } from './userinfo.ts'

/** A running local identity provider. */
export interface IdentityProvider {
  /** With a trailing slash, as Authentik's. */
  issuer: string
  /** The people and keys, for tests that change them. */
  store: Store
  stop: () => Promise<void>
}

/**
 * Starts the OpenID provider that stands in for Authentik on a laptop.
 *
 * @param options.directory where the people, keys and sessions are kept between two starts
 * @param options.accessTokenSeconds how long an access token lives, 300 by default as in production
 * @throws the error of `listen` (with code EADDRINUSE when the port is taken)
 */
export async function startIdentityProvider(options: {
  port: number
  directory: string
  client: ApplicationClient
  accessTokenSeconds?: number
}): Promise<IdentityProvider> {
  const { port, directory, client, accessTokenSeconds } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  chmodSync(directory, 0o700)
  const store = openStore(path.join(directory, 'identity-provider.sqlite'))
  const keys = await store.keys()
  const issuer = issuerOn(port)
  const provider = new Provider(
    issuer,
    configurationFor(store, keys, { port, client, accessTokenSeconds }),
  )
  addPersonGrant(provider, store, client.clientId)
  const callback = provider.callback()

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error('identity provider:', error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', issuer)
    if (pathname === paths.live || pathname === paths.ready)
      return void response.writeHead(204).end()
    if (pathname === paths.application)
      return void response.writeHead(302, { location: paths.discovery }).end()
    if (pathname === paths.userinfo)
      return answerUserinfo(request, response, { issuer, audience: client.clientId, keys, store })
    if (pathname.startsWith(paths.signIn))
      return handleSignIn(provider, store, client.baseUrl, request, response)
    // oidc-provider takes this form only with cookies that plain http does not allow.
    if (pathname === paths.endSession && request.method === 'POST') {
      request.url = `${paths.endSession}?${await readForm(request)}`
      request.method = 'GET'
    }
    if (pathname === paths.discovery) request.url = `/.well-known/openid-configuration${search}`
    await callback(request, response)
  }
  await listen(server, port)
  return { issuer, store, stop: () => stop(server, store) }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
}

async function stop(server: Server, store: Store): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
  store.close()
}
