import { isRole, roleFacts, roleOfGroup, type Group, type Role } from '#shared/roles.ts'
import { emailOf, hasVerifiedEmail, type Person } from './people.ts'

/** The name of the claim in which Hasura looks for session variables. */
const hasuraNamespace = 'https://hasura.io/jwt/claims'

/** The scopes that this provider grants; each brings the claims of the function below. */
export const scopes = ['openid', 'profile', 'email', 'offline_access', 'hasura'] as const

/** The group whose members act as this Hasura role by default. */
export function groupOfRole(role: string): Group | undefined {
  return isRole(role) ? roleFacts[role].group : undefined
}

/** The Hasura roles that the members of a group may take, the default first. */
export function rolesOfGroup(group: Group): readonly Role[] {
  return roleFacts[roleOfGroup(group)].allowed
}

/**
 * The claims of a person's token, as Authentik's scope mappings make them: only claims whose scope was
 * asked for. A person without a group gets no Hasura claims, so Hasura refuses the token.
 *
 * @param defaultRole the role that the token acts as; the group's first when absent or not allowed
 */
export function claimsOf(
  person: Person,
  id: string,
  granted: ReadonlySet<string>,
  defaultRole?: string,
): Record<string, unknown> {
  const roles: readonly string[] = person.group ? rolesOfGroup(person.group) : []
  return {
    ...(granted.has('profile') && {
      preferred_username: person.username,
      nickname: person.username,
      name: person.name,
      groups: person.group ? [person.group] : [],
    }),
    ...(granted.has('email') && { email: emailOf(person), email_verified: hasVerifiedEmail(person) }),
    ...(granted.has('hasura')
      && roles.length > 0 && {
      [hasuraNamespace]: {
        'x-hasura-user-id': id,
        'x-hasura-default-role':
            defaultRole !== undefined && roles.includes(defaultRole) ? defaultRole : roles[0],
        'x-hasura-allowed-roles': roles,
      },
    }),
  }
}
