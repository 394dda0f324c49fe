import { memberRoles, type MemberRole } from '#shared/enums.ts'

/** A person's membership of one goal; `granted_role` is what they were given on that very goal. */
export interface Membership {
  user_id: string
  goal_id: string
  name: string
  role: MemberRole
  granted_role: MemberRole | null
}

/** What becomes of a person's role in a goal; undefined for none. */
export interface RoleChange {
  id: string
  name: string
  before: MemberRole | undefined
  after: MemberRole | undefined
}

/**
 * Whose role in a goal changes when it becomes a part of another, or of none: what was granted on the
 * goal itself stays, and what came from above is that of the goal above it then. By name.
 *
 * @param members the members of the goal, and of the one that is to be above it
 * @param parent empty for none
 */
export function roleChanges(members: Membership[], goal: string, parent: string): RoleChange[] {
  const people = new Map<string, RoleChange>()
  const changeOf = ({ user_id: id, name }: Membership) => {
    const change = people.get(id) ?? { id, name, before: undefined, after: undefined }
    people.set(id, change)
    return change
  }
  for (const member of members) {
    const change = changeOf(member)
    if (member.goal_id === goal) {
      change.before = member.role
      change.after = stronger(change.after, member.granted_role ?? undefined)
    }
    else if (member.goal_id === parent) {
      change.after = stronger(change.after, member.role)
    }
  }
  return [...people.values()]
    .filter(({ before, after }) => before !== after)
    .sort((one, other) => one.name.localeCompare(other.name))
}

function stronger(one: MemberRole | undefined, other: MemberRole | undefined): MemberRole | undefined {
  return memberRoles.find(role => role === one || role === other)
}
