/** A Hasura role: its name in pages, the identity provider's group behind it, and its reach. */
export interface RoleFacts {
  readonly label: string
  /** Whose members act in this role by default. */
  readonly group: `goals-${string}`
  /** The roles that a token of the group allows, the default first. */
  readonly allowed: readonly string[]
}

/**
 * The roles of Hasura's metadata, widest first. Hasura's own `admin` is none of them: it bypasses
 * every permission.
 */
export const roleFacts = {
  org_admin: { label: 'Admin', group: 'goals-admins', allowed: ['org_admin', 'member', 'viewer'] },
  member: { label: 'Member', group: 'goals-members', allowed: ['member', 'viewer'] },
  viewer: { label: 'Viewer', group: 'goals-viewers', allowed: ['viewer'] },
} as const satisfies Record<string, RoleFacts>

/** The name of a role. */
export type Role = keyof typeof roleFacts

/** The name of an identity provider's group. */
export type Group = (typeof roleFacts)[Role]['group']

/** The names of all roles, widest first. */
export const roles = Object.keys(roleFacts) as readonly Role[]

/** Whether a text names a role. */
export function isRole(text: unknown): text is Role {
  return roles.some(role => role === text)
}

/** The role that the members of a group act in by default. */
export function roleOfGroup(group: Group): Role {
  return roles.find(role => roleFacts[role].group === group)!
}

/** The roles in which the pages outside `/admin` ask, the one that can write first. */
export const pageRoles = ['member', 'viewer'] as const satisfies readonly Role[]

/** The first of {@link pageRoles} that a person is allowed, or `viewer`. */
export function pageRole(allowed: readonly string[]): Role {
  return pageRoles.find(role => allowed.includes(role)) ?? 'viewer'
}
