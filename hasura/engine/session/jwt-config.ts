import { isObject } from '../json/json.ts'
/** Algorithms of `HASURA_GRAPHQL_JWT_SECRET`'s `type`. */
const jwtKeyTypes = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
] as const

/** Kind of key; a family of algorithms follows from it. */
export type JwtKeyType = (typeof jwtKeyTypes)[number]

/** Where a request carries its token. */
export type JwtHeader =
  | { readonly type: 'Authorization' }
  | { readonly type: 'Cookie', readonly name: string }
  | { readonly type: 'CustomHeader', readonly name: string }

/** A session variable of a claims map: a fixed value, or a JSONPath into the token's claims. */
export type ClaimSource =
  | { readonly kind: 'literal', readonly value: unknown }
  | {
    readonly kind: 'path'
    readonly path: string
    readonly default: unknown
  }

/** Where the `x-hasura-*` claims are in a token. */
export type ClaimsLocation =
  | { readonly kind: 'namespace', readonly name: string }
  | { readonly kind: 'path', readonly path: string }
  | { readonly kind: 'map', readonly claims: ReadonlyMap<string, ClaimSource> }

/** `HASURA_GRAPHQL_JWT_SECRET`, checked. */
export interface JwtSecret {
  readonly keys:
    | {
      readonly kind: 'key'
      readonly type: JwtKeyType
      readonly key: string
    }
    | { readonly kind: 'url', readonly url: string }
  readonly claims: ClaimsLocation
  readonly stringified: boolean
  /** Any of these audiences; undefined: not checked. */
  readonly audience: readonly string[] | undefined
  readonly issuer: string | undefined
  /** Seconds of tolerance for `exp`, `nbf` and `iat`. */
  readonly allowedSkew: number
  readonly header: JwtHeader
}

const defaultNamespace = 'https://hasura.io/jwt/claims'

const secretKeys = [
  'type',
  'key',
  'jwk_url',
  'claims_namespace',
  'claims_namespace_path',
  'claims_format',
  'claims_map',
  'audience',
  'issuer',
  'allowed_skew',
  'header',
]

/**
 * Reads the JSON of `HASURA_GRAPHQL_JWT_SECRET`.
 *
 * @throws Error naming the key that is wrong, or that is none: a misspelt `issuer` would let every
 *   issuer's tokens in
 */
export function parseJwtSecret(text: string): JwtSecret {
  const config = object(parseJson(text), 'the JWT secret')
  assertKnown(config, secretKeys, 'the JWT secret')
  return {
    keys: keysOf(config),
    claims: claimsOf(config),
    stringified:
      oneOf(config.claims_format ?? 'json', ['json', 'stringified_json'], 'claims_format')
      === 'stringified_json',
    audience: audienceOf(config.audience),
    issuer:
      config.issuer === undefined || config.issuer === null
        ? undefined
        : string(config.issuer, 'issuer'),
    allowedSkew: skewOf(config.allowed_skew),
    header: headerOf(config.header),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  }
  catch {
    throw new Error(
      'the JWT secret is not JSON; expected an object with "type" and "key", or "jwk_url"',
    )
  }
}

function keysOf(config: Record<string, unknown>): JwtSecret['keys'] {
  const url = config.jwk_url ?? undefined
  const key = config.key ?? undefined
  if ((url === undefined) === (key === undefined))
    throw new Error('the JWT secret needs exactly one of "key" and "jwk_url"')
  if (url !== undefined) return { kind: 'url', url: webAddress(url, 'jwk_url') }
  return { kind: 'key', type: oneOf(config.type, jwtKeyTypes, 'type'), key: string(key, 'key') }
}

function claimsOf(config: Record<string, unknown>): ClaimsLocation {
  const path = config.claims_namespace_path ?? undefined
  const name = config.claims_namespace ?? undefined
  if (config.claims_map !== undefined && config.claims_map !== null)
    return { kind: 'map', claims: claimsMap(config.claims_map) }
  if (path !== undefined && name !== undefined)
    throw new Error(
      'the JWT secret has both "claims_namespace" and "claims_namespace_path"; keep one',
    )
  if (path !== undefined) return { kind: 'path', path: string(path, 'claims_namespace_path') }
  return {
    kind: 'namespace',
    name: name === undefined ? defaultNamespace : string(name, 'claims_namespace'),
  }
}

function claimsMap(value: unknown): ReadonlyMap<string, ClaimSource> {
  const claims = new Map<string, ClaimSource>()
  for (const [name, source] of Object.entries(object(value, 'claims_map'))) {
    claims.set(name.toLowerCase(), claimSource(source, `claims_map.${name}`))
  }
  for (const name of ['x-hasura-allowed-roles', 'x-hasura-default-role']) {
    if (!claims.has(name)) throw new Error(`the JWT secret's claims_map lacks "${name}"`)
  }
  return claims
}

function claimSource(value: unknown, name: string): ClaimSource {
  if (!isObject(value)) return { kind: 'literal', value }
  assertKnown(value, ['path', 'default'], `the JWT secret's "${name}"`)
  return { kind: 'path', path: string(value.path, `${name}.path`), default: value.default }
}

function audienceOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  return Array.isArray(value)
    ? value.map(item => string(item, 'audience'))
    : [string(value, 'audience')]
}

function skewOf(value: unknown): number {
  if (value === undefined || value === null) return 0
  if (typeof value !== 'number' || !(value >= 0))
    throw new Error('the JWT secret\'s "allowed_skew" must be a number of seconds, 0 or more')
  return value
}

function headerOf(value: unknown): JwtHeader {
  if (value === undefined || value === null) return { type: 'Authorization' }
  const header =
    typeof value === 'string' ? object(parseJson(value), 'header') : object(value, 'header')
  assertKnown(header, ['type', 'name'], 'the JWT secret\'s "header"')
  const type = oneOf(
    header.type,
    ['Authorization', 'Cookie', 'CustomHeader'] as const,
    'header.type',
  )
  return type === 'Authorization' ? { type } : { type, name: string(header.name, 'header.name') }
}

function object(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value
  throw new Error(`${name} must be a JSON object`)
}

function assertKnown(
  object: Readonly<Record<string, unknown>>,
  known: readonly string[],
  name: string,
): void {
  const unknown = Object.keys(object).find(key => !known.includes(key))
  if (unknown !== undefined) {
    throw new Error(
      `${name} has the unknown key "${unknown}"; remove it or correct its name. Known are: ${known.join(', ')}`,
    )
  }
}

function webAddress(value: unknown, name: string): string {
  const address = URL.parse(string(value, name))
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address.href
  throw new Error(
    `the JWT secret's "${name}" must be an http or https URL, such as https://id.example/jwks`,
  )
}

function string(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new Error(`the JWT secret's "${name}" must be a string`)
  return value
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[], name: string): T {
  if (!allowed.includes(value as T))
    throw new Error(`the JWT secret's "${name}" must be one of ${allowed.join(', ')}`)
  return value as T
}
