import { createServer, type Server } from 'node:http'
import { globSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  createApp,
  createRouter,
  eventHandler,
  toNodeListener,
  type AppOptions,
  type EventHandler,
} from 'h3'
import { websocketServer } from '../../server/utils/http/websocket-server.ts'
import { webSocketAdapter } from './websocket-adapter.ts'

/** The application's server without its pages, on a real port. */
export interface AppServer {
  url: string
  stop: () => Promise<void>
}

const folder = fileURLToPath(new URL('../../server/', import.meta.url))

/**
 * Serves server/middleware, server/routes and server/api by their paths, as Nitro does, but without
 * a build. Any page answers with the session that it would be rendered with.
 *
 * The server reads `process.env` at its first request. Call `vi.resetModules()` before to get one
 * with modules of its own, as a second replica has.
 */
export async function startAppServer(port: number): Promise<AppServer> {
  const { beginRequest, endResponse } = await import('../../server/utils/http/every-request.ts')
  const app = createApp({
    websocket: websocketServer,
    onRequest: beginRequest,
    onBeforeResponse: endResponse,
  } as AppOptions)
  for (const file of globSync('middleware/*.ts', { cwd: folder }).sort()) app.use(await load(file))
  const router = createRouter()
  for (const file of globSync('{routes,api}/**/*.ts', { cwd: folder })) {
    const [, path = '', method] = /^(?:routes\/)?(.*?)(?:\.(get|post|put|delete))?\.ts$/.exec(file)!
    router.use(`/${path}`, await load(file), (method ?? 'get') as 'get')
  }
  router.use(
    '/**',
    eventHandler(event => ({ page: event.path, session: event.context.session })),
  )
  app.use(router)
  const server = createServer(toNodeListener(app)).on('upgrade', webSocketAdapter(app.websocket))
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  )
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () => stop(server),
  }
}

async function load(file: string): Promise<EventHandler> {
  const { default: handler } = (await import(
    /* @vite-ignore */ pathToFileURL(folder + file).href
  )) as { default: EventHandler }
  return handler
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
