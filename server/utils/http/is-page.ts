/** Paths that are answered by something else than the pages of the application. */
const notPages =
  /^\/(api|auth|v1|mcp|_nuxt|__nuxt[^/]*|_ipx|_fonts|_payload\.json|\.well-known|healthz|readyz|metrics)(\/|$)/

/** Paths under which routes of the server's own decide about methods. */
const routes = /^\/(api|auth|v1)\//

/** Whether a request asks for a page. Files have a dot in their last part; pages never have. */
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
