import { expect, test } from 'vitest'
import { claimsOf, rolesOfGroup, scopes } from '../../dev/identity-provider/claims.ts'
import { configurationFor } from '../../dev/identity-provider/configuration.ts'
import { openStore } from '../../dev/identity-provider/store.ts'
import type { Tagged } from './support/blueprint.ts'
import { only, readBlueprint } from './support/blueprint.ts'

// The local identity provider stands in for Authentik as this blueprint sets it up: the two must
// say the same.
const entries = readBlueprint()
const provider = only(entries, 'authentik_providers_oauth2.oauth2provider').attrs ?? {}
const groups = entries
  .filter(({ model }) => model === 'authentik_core.group')
  .map(({ identifiers }) => identifiers?.name as Group)
type Group = Parameters<typeof rolesOfGroup>[0]

const configuration = configurationFor(
  openStore(':memory:'),
  { jwks: { keys: [] }, cookies: [] },
  {
    port: 9000,
    accessTokenSeconds: 300,
    client: { clientId: 'goals', clientSecret: 'secret', baseUrl: 'https://goals.example.com' },
  },
)

test('both know the same groups and give them the same Hasura roles', () => {
  const expression = expressionOf('goals-hasura')
  const branches = [
    ...expression.matchAll(
      /ak_is_group_member\(user, name="([^"]+)"\):\s+role, allowed = "(\w+)", (\[[^\]]*\])/g,
    ),
  ]
  const roles = branches.map(([, group, role, allowed]) => ({
    group,
    role,
    allowed: JSON.parse(allowed ?? '') as string[],
  }))
  expect(roles).toEqual(
    groups.map(group => ({ group, role: rolesOfGroup(group)[0], allowed: rolesOfGroup(group) })),
  )
  expect(roles.flatMap(({ allowed }) => allowed)).not.toContain('admin')
})

test('both name the same claims in the scopes profile, email and hasura', () => {
  const person = {
    username: 'alice',
    name: 'Alice',
    group: 'goals-members',
    isActive: true,
  } as const
  const local = claimsOf(
    person,
    '0d6d2f3e-0000-4000-8000-000000000000',
    new Set(['profile', 'email', 'hasura']),
  )
  const namespace = 'https://hasura.io/jwt/claims'
  const claims = [...keysIn(expressionOf('goals-profile')), ...keysIn(expressionOf('goals-email'))]
  const hasura = keysIn(expressionOf('goals-hasura'))
  expect([...claims, namespace].sort()).toEqual(Object.keys(local).sort())
  expect(hasura.sort()).toEqual([namespace, ...Object.keys(local[namespace] as object)].sort())
})

test('both say of an address only then that it is verified when somebody answers for it', () => {
  expect(expressionOf('goals-email')).toContain('user.attributes.get("email_verified") is True')
  const isVerified = (username: string) =>
    claimsOf({ username, name: 'A', group: undefined, isActive: true }, '', new Set(['email'])).email_verified
  expect(isVerified('alice')).toBe(true)
  expect(isVerified('alice@example.test')).toBe(false)
})

test('whoever is in no group gets no Hasura claims from either', () => {
  const person = { username: 'eve', name: 'Eve', group: undefined, isActive: true }
  expect(claimsOf(person, '0d6d2f3e-0000-4000-8000-000000000000', new Set(['hasura']))).toEqual({})
  expect(expressionOf('goals-hasura')).toMatch(/else:\s+return \{\}/)
})

test('both grant the same scopes', () => {
  const mappings = (provider.property_mappings as Tagged[]).map(({ tag, content }) => {
    if (tag === '!KeyOf') return entries.find(({ id }) => id === content)?.attrs?.scope_name
    const [, [, managed]] = content as [string, [string, string]]
    return managed.replace('goauthentik.io/providers/oauth2/scope-', '')
  })
  expect(mappings.sort()).toEqual([...scopes].sort())
})

test('both redirect to the same addresses and tell of a sign-out at the same one', () => {
  const uris = provider.redirect_uris as { redirect_uri_type: string, url: Tagged }[]
  const addresses = (type: string) =>
    uris
      .filter(uri => uri.redirect_uri_type === type)
      .map(({ url }) => (url.content as [string])[0].replace('%s', 'https://goals.example.com'))
  const client = configuration.clients?.[0]
  expect(addresses('authorization')).toEqual(client?.redirect_uris)
  expect(addresses('logout')).toEqual(client?.post_logout_redirect_uris)
  expect(provider.logout_method).toBe('backchannel')
  expect(client?.grant_types).toEqual(provider.grant_types)
})

test('both give tokens and codes the same lifetimes', () => {
  expect(configuration.ttl).toMatchObject({
    AccessToken: seconds(provider.access_token_validity),
    AuthorizationCode: seconds(provider.access_code_validity),
    RefreshToken: seconds(provider.refresh_token_validity),
  })
  expect(configuration.rotateRefreshToken).toBe(provider.refresh_token_threshold === 'seconds=0')
})

function expressionOf(mapping: string): string {
  return only(entries, 'authentik_providers_oauth2.scopemapping', mapping).attrs
    ?.expression as string
}

/** The keys of the dictionaries in a Python expression. */
function keysIn(expression: string): string[] {
  return [...expression.matchAll(/^\s*"([^"]+)":/gm)].map(([, key]) => key ?? '')
}

/** Authentik's notation for durations: `hours=1;minutes=2`. */
function seconds(duration: unknown): number {
  const units: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
  return String(duration)
    .split(';')
    .map(part => part.split('='))
    .reduce((sum, [unit = '', count]) => sum + (units[unit] ?? NaN) * Number(count), 0)
}
