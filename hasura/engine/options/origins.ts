/** Tells whether a browser page of an origin may call. */
export type OriginCheck = (origin: string) => boolean

/**
 * Reads `HASURA_GRAPHQL_CORS_DOMAIN`: `*`, or origins separated by commas, each with at most one
 * `*` as its first label.
 *
 * @throws Error naming the option and the item that is no origin: it would match no page
 */
export function originCheck(domains: string): OriginCheck {
  const items = domains
    .split(',')
    .map(domain => domain.trim())
    .filter(domain => domain !== '')
  const origins = items.filter(item => item !== '*').map(originOf)
  if (origins.length < items.length) return () => true
  const exact = new Set(origins)
  const wildcards = origins
    .map(origin => origin.split('*.'))
    .filter(parts => parts.length === 2) as [string, string][]
  return origin =>
    exact.has(origin)
    || wildcards.some(
      ([scheme, domain]) =>
        origin.startsWith(scheme)
        && /^[^.:/]+\./.test(origin.slice(scheme.length))
        && origin.slice(scheme.length).replace(/^[^.]+\./, '') === domain,
    )
}

/** An item as browsers write an origin (RFC 6454, section 6.1): small letters, no default port. */
function originOf(item: string): string {
  const url = URL.parse(item)
  const isOrigin =
    (url?.protocol === 'http:' || url?.protocol === 'https:')
    && url.href === `${url.origin}/`
    && !url.hostname.replace(/^\*\./, '').includes('*')
  if (isOrigin) return url.origin
  throw new Error(
    `corsDomain (--cors-domain, HASURA_GRAPHQL_CORS_DOMAIN) has "${item}", which is no origin; `
    + 'write "*", or origins like https://app.example, https://*.app.example:8443',
  )
}
