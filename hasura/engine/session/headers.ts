import { EngineError } from '../errors.ts'
import type { RequestHeaders, SessionVariables } from './types.ts'

/** The headers that carry the admin secret; never session variables. */
export const adminSecretHeaders = ['x-hasura-admin-secret', 'x-hasura-access-key'] as const

const backendOnlyHeader = 'x-hasura-use-backend-only-permissions'

/** One header as text; of a repeated one the first. */
export function headerText(headers: RequestHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** The role that the client asks for. */
export function requestedRole(headers: RequestHeaders): string | undefined {
  return headerText(headers, 'x-hasura-role')
}

/** All `x-hasura-*` headers as session variables, with the role that was resolved. */
export function variablesFromHeaders(headers: RequestHeaders, role: string): SessionVariables {
  const variables: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    if (!name.startsWith('x-hasura-') || adminSecretHeaders.some(secret => secret === name))
      continue
    variables[name] = headerText(headers, name) ?? ''
  }
  variables['x-hasura-role'] = role
  return variables
}

/**
 * Whether the request asks for fields that only a backend may use.
 *
 * @throws EngineError `bad-request` for a text that is not a boolean
 */
export function asksForBackendOnly(headers: RequestHeaders): boolean {
  const text = headerText(headers, backendOnlyHeader)
  if (text === undefined) return false
  if (['true', 't', 'yes', 'y'].includes(text.toLowerCase())) return true
  if (['false', 'f', 'no', 'n'].includes(text.toLowerCase())) return false
  throw new EngineError(
    'bad-request',
    `${backendOnlyHeader}:  Not a valid boolean text. True values are ["true","t","yes","y"] and  False values are ["false","f","no","n"]. All values are case insensitive`,
  )
}
