import { memberRoles, type MemberRole } from '#shared/enums.ts'

/** What a member of a goal is called. */
export const roleNames: Readonly<Record<MemberRole, string>> = {
  owner: 'Owner',
  editor: 'Editor',
  viewer: 'Viewer',
}

/** The roles to choose from, the strongest first. */
export const roleOptions = memberRoles.map(value => ({ value, label: roleNames[value] }))
