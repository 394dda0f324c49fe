import type OidcProvider from 'oidc-provider'
import { groupOfRole, rolesOfGroup, scopes } from './claims.ts'
import { personGrantType } from './configuration.ts'
import { errors } from './oidc-provider.ts'
import { userIdFor, type Person } from './people.ts'
import { firstGroup } from './sign-in.ts'
import type { Store } from './store.ts'
import { pageRole, roles } from '#shared/roles.ts'

/**
 * Adds the grant of the `token` command: an access token for a person by name, without a browser.
 *
 * The person is made when new. With `role`, the person joins that role's group unless their group
 * allows the role already, and the token acts as it by default; without, the token acts as the
 * least that its bearer needs to work: `member`, or `viewer`. A deactivated person gets a token
 * too: it stands for one that was handed out before, which must be worth nothing.
 */
export function addPersonGrant(provider: OidcProvider, store: Store, audience: string): void {
  provider.registerGrantType(
    personGrantType,
    async (ctx) => {
      const { username, role } = ctx.oidc.params as { username?: string, role?: string }
      if (role !== undefined && !groupOfRole(role))
        throw new errors.InvalidRequest(`role must be one of ${roles.join(', ')}, not ${role}`)
      const person = store.findOrCreate(username ?? '')
      if (!person)
        throw new errors.InvalidRequest(
          'username must start with a letter or digit and have at most 64 characters',
        )
      const defaultRole = assignRole(store, person, role)
      const token = new provider.AccessToken({
        accountId: userIdFor(person.username),
        client: ctx.oidc.client!,
        scope: scopes.join(' '),
        gty: personGrantType,
      } as ConstructorParameters<OidcProvider['AccessToken']>[0])
      token.resourceServer = new provider.ResourceServer(`urn:goals:${audience}`, {
        scope: scopes.join(' '),
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      })
      ctx.oidc.entity('AccessToken', Object.assign(token, { defaultRole }))
      ctx.body = {
        access_token: await token.save(),
        token_type: 'Bearer',
        expires_in: token.expiration,
        active: person.isActive,
      }
    },
    ['username', 'role'],
  )
}

function assignRole(store: Store, person: Person, role: string | undefined): string {
  const asked = role === undefined ? undefined : groupOfRole(role)
  const current = person.group ?? asked ?? firstGroup(store)
  const group = asked && !rolesOfGroup(current).some(allowed => allowed === role) ? asked : current
  store.setGroup(person.username, group)
  return role ?? pageRole(rolesOfGroup(group))
}
