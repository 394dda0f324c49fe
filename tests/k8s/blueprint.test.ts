import { expect, test } from 'vitest'
import { refusedBy } from './support/authentik-api.ts'
import { only, readBlueprint, Tagged, type Entry } from './support/blueprint.ts'

const entries = readBlueprint()
const made = entries.filter(({ model }) => model !== 'authentik_blueprints.metaapplyblueprint')

test('every key and value is one that Authentik knows', () => {
  expect(made.flatMap(refusedBy)).toEqual([])
})

test('the check notices an unknown key, a wrong value and a missing one', () => {
  const provider = only(entries, 'authentik_providers_oauth2.oauth2provider')
  const changed = (attrs: Record<string, unknown>): Entry => ({
    ...provider,
    attrs: { ...provider.attrs, ...attrs },
  })
  expect(refusedBy(changed({ sub_mod: 'user_uuid' }))).toEqual([expect.stringContaining('sub_mod')])
  expect(refusedBy(changed({ sub_mode: 'uuid' }))).toEqual([expect.stringContaining('sub_mode')])
  expect(
    refusedBy(changed({ redirect_uris: [{ matching_mode: 'exact', url: 'https://a' }] })),
  ).toEqual([expect.stringContaining('matching_mode')])
  expect(refusedBy({ ...provider, identifiers: {} })).toEqual([expect.stringContaining('name')])
})

test('every reference leads to an entry above it', () => {
  const seen = new Set<unknown>()
  const dangling = entries.flatMap((entry) => {
    const missing = tagsIn(entry).filter(
      ({ tag, content }) => tag === '!KeyOf' && !seen.has(content),
    )
    seen.add(entry.id)
    return missing.map(({ content }) => content)
  })
  expect(dangling).toEqual([])
})

test('redirects only to addresses that are exactly the dashboard\'s', () => {
  const { attrs } = only(entries, 'authentik_providers_oauth2.oauth2provider')
  const uris = attrs?.redirect_uris as { matching_mode: string }[]
  expect(uris.map(uri => uri.matching_mode)).toEqual(['strict', 'strict'])
  expect(attrs).toMatchObject({
    client_type: 'confidential',
    grant_types: ['authorization_code', 'refresh_token'],
  })
})

test('signs the tokens with a key of its own and does not encrypt them, so that Hasura can read them', () => {
  const { attrs } = only(entries, 'authentik_providers_oauth2.oauth2provider')
  expect(attrs?.signing_key).toEqual(new Tagged('!KeyOf', 'signing-key'))
  expect(attrs).not.toHaveProperty('encryption_key')
  expect(attrs).toMatchObject({
    sub_mode: 'user_uuid',
    issuer_mode: 'per_provider',
    include_claims_in_id_token: true,
  })
})

test('lets in the three groups and nobody else', () => {
  const bindings = entries.filter(({ model }) => model === 'authentik_policies.policybinding')
  expect(bindings.map(({ attrs }) => (attrs?.group as Tagged).content)).toEqual([
    'admins',
    'members',
    'viewers',
  ])
  expect(bindings.map(({ identifiers }) => (identifiers?.target as Tagged).content)).toEqual(
    Array(3).fill('application'),
  )
})

function tagsIn(value: unknown): Tagged[] {
  if (value instanceof Tagged) return [value, ...tagsIn(value.content)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(tagsIn) : []
}
