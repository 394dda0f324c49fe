import type { H3Event } from 'h3'

/**
 * Paths that no page answers: the first parts of the server's own routes, Nuxt's own addresses
 * (`/_nuxt`) and `/.well-known`.
 */
const notPages = /^\/([_.]|(api|auth|v1|healthz|readyz)(\/|$))/

/** Paths below which the server's routes decide about methods. */
const routes = /^\/(api|auth|v1)\//

/** Whether a request asks for a page. The last part of a file's path has a dot, a page's never has. */
export function isPage(method: string, pathname: string): boolean {
  return (
    (method === 'GET' || method === 'HEAD')
    && !notPages.test(pathname)
    && !/\.[^/]*$/.test(pathname)
  )
}

/** Whether a path belongs to the server's routes, and to no page or file. */
export function isRoute(pathname: string): boolean {
  return routes.test(pathname)
}

/**
 * Whether a page that is being rendered asks its own server, without a network: there is no stream,
 * and the body is there already.
 */
export function isInternal(event: H3Event): boolean {
  return 'body' in event.node.req
}

/** Aborts when the client of a request is gone before it has its answer. */
export function clientSignal(event: H3Event): AbortSignal {
  const gone = new AbortController()
  const { res } = event.node
  res.once('close', () => {
    if (!res.writableFinished) gone.abort()
  })
  return gone.signal
}
