import { EngineError } from '../errors.ts'
import type { ClaimSource, JwtSecret } from './jwt-config.ts'
import { haskellKind, isObject } from '../json/json.ts'
import { atJsonPath, parseJsonPath, type JsonPath } from '../json/path.ts'

/** The Hasura part of a token's claims. */
export interface HasuraClaims {
  readonly allowedRoles: readonly string[]
  readonly defaultRole: string
  /** Lower-case names; without the two role claims. */
  readonly variables: Readonly<Record<string, string>>
}

const allowedRolesClaim = 'x-hasura-allowed-roles'
const defaultRoleClaim = 'x-hasura-default-role'

/**
 * Prepares the reading of Hasura's claims; the reader throws EngineError `jwt-missing-role-claims`
 * or `jwt-invalid-claims`.
 */
export function claimsReader(secret: JwtSecret): (claims: Claims) => HasuraClaims {
  const find = finder(secret)
  return claims => interpret(find(claims))
}

type Claims = Readonly<Record<string, unknown>>

function finder(secret: JwtSecret): (claims: Claims) => Claims {
  const location = secret.claims
  switch (location.kind) {
    case 'namespace':
      return claims =>
        object(
          claims[location.name],
          secret.stringified,
          `claims key: '${location.name}' not found`,
        )
    case 'path': {
      const path = readPath(location.path)
      return claims =>
        object(
          atJsonPath(claims, path),
          secret.stringified && path.length > 0,
          `claims not found at claims_namespace_path: '${location.path}'`,
        )
    }
    case 'map': {
      const sources = [...location.claims].map(
        ([name, source]) => [name, mapped(name, source)] as const,
      )
      return claims => Object.fromEntries(sources.map(([name, value]) => [name, value(claims)]))
    }
  }
}

function mapped(name: string, source: ClaimSource): (claims: Claims) => unknown {
  if (source.kind === 'literal') return () => source.value
  const path = readPath(source.path)
  const isRole = name === allowedRolesClaim || name === defaultRoleClaim
  return (claims) => {
    const value = atJsonPath(claims, path) ?? source.default
    if (value === undefined && !isRole)
      throw new EngineError('jwt-invalid-claims', `JWT claim from claims_map, ${name} not found`)
    return value
  }
}

function object(value: unknown, stringified: boolean, missing: string): Claims {
  if (value === undefined) throw new EngineError('jwt-invalid-claims', missing)
  const found = stringified ? parsed(value) : value
  if (!isObject(found)) {
    throw new EngineError(
      'jwt-invalid-claims',
      `the claims should be ${stringified ? 'a JSON object as a string' : 'a JSON object'}`,
    )
  }
  return found
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return undefined
  try {
    return JSON.parse(value)
  }
  catch {
    return undefined
  }
}

function interpret(claims: Claims): HasuraClaims {
  const ours = new Map(
    Object.entries(claims)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name.startsWith('x-hasura-')),
  )
  const allowedRoles = roleList(ours.get(allowedRolesClaim))
  const defaultRole = role(ours.get(defaultRoleClaim))
  ours.delete(allowedRolesClaim)
  ours.delete(defaultRoleClaim)
  const variables = Object.fromEntries([...ours].map(([name, value]) => [name, text(name, value)]))
  return { allowedRoles, defaultRole, variables }
}

function roleList(value: unknown): readonly string[] {
  if (value === undefined) throw missing(allowedRolesClaim)
  if (!Array.isArray(value))
    throw invalid(allowedRolesClaim, 'should be a list of roles', '[]', 'Array', value)
  return value.map((item: unknown) => {
    if (typeof item === 'string') return item
    throw invalid(allowedRolesClaim, 'should be a list of roles', 'Text', 'String', item)
  })
}

function role(value: unknown): string {
  if (value === undefined) throw missing(defaultRoleClaim)
  if (typeof value !== 'string')
    throw invalid(defaultRoleClaim, 'should be a role name', 'Text', 'String', value)
  return value
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(name, 'should be a string', 'Text', 'String', value)
  return value
}

function missing(name: string): EngineError {
  return new EngineError('jwt-missing-role-claims', `JWT claim does not contain ${name}`)
}

function invalid(
  name: string,
  rule: string,
  parser: string,
  expected: string,
  found: unknown,
): EngineError {
  return new EngineError(
    'jwt-invalid-claims',
    `invalid ${name}; ${rule}: parsing ${parser} failed, expected ${expected}, but encountered ${haskellKind(found)}`,
  )
}

function readPath(text: string): JsonPath {
  const path = parseJsonPath(text)
  if (path) return path
  throw new Error(
    `"${text}" is not a JSON path; write it like $.claims.roles or $['my claims'].roles`,
  )
}
