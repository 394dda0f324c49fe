import { headerText } from '../session/headers.ts'
import type { RequestHeaders } from '../session/types.ts'

/** Tells whether a browser page of an origin may call. */
export type OriginCheck = (origin: string) => boolean

/**
 * Reads `HASURA_GRAPHQL_CORS_DOMAIN`: `*`, or origins separated by commas, each with at most one
 * `*` as its first label.
 */
export function originCheck(domains: string): OriginCheck {
  const patterns = domains
    .split(',')
    .map(domain => domain.trim().replace(/\/$/, ''))
    .filter(domain => domain !== '')
  if (patterns.includes('*')) return () => true
  const exact = new Set(patterns)
  const wildcards = patterns
    .map(pattern => pattern.split('*.'))
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

/** Headers that let a page of an allowed origin read the response; none for others. */
export function corsHeaders(
  allowed: OriginCheck,
  headers: RequestHeaders,
): Readonly<Record<string, string>> {
  const origin = headerText(headers, 'origin')
  if (origin === undefined || !allowed(origin)) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'vary': 'origin',
  }
}

/** What a preflight request adds. */
export function preflightHeaders(headers: RequestHeaders): Readonly<Record<string, string>> {
  return {
    'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
    'access-control-allow-headers':
      headerText(headers, 'access-control-request-headers') ?? 'content-type',
    'access-control-max-age': '1728000',
  }
}
