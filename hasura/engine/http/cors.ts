import type { OriginCheck } from '../options/origins.ts'
import { headerText } from '../session/headers.ts'
import type { RequestHeaders } from '../session/types.ts'

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

/** Headers that only a preflight response has. */
export function preflightHeaders(headers: RequestHeaders): Readonly<Record<string, string>> {
  return {
    'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE,OPTIONS',
    'access-control-allow-headers':
      headerText(headers, 'access-control-request-headers') ?? 'content-type',
    'access-control-max-age': '1728000',
  }
}
