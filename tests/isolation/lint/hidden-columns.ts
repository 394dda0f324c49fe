/**
 * What no role, or not every role, may read, and why; every other column of every table must be
 * readable.
 */
export const hiddenColumns: {
  table: string
  columns: string[] | 'all'
  from: string[]
  because: string
}[] = [
  {
    table: 'users',
    columns: ['is_active', 'updated_at'],
    from: ['member', 'viewer'],
    because: 'who sees a row is active; the rest is for administrators',
  },
  {
    table: 'invitations',
    columns: ['invited_user_id'],
    from: ['member', 'viewer', 'org_admin'],
    because: 'it would tell whoever invites which names and addresses have an account',
  },
  {
    table: 'received_invitations',
    columns: 'all',
    from: ['org_admin'],
    because: 'administrators read the invitations themselves',
  },
  {
    table: 'settings',
    columns: 'all',
    from: ['org_admin'],
    because: 'preferences are nobody else\'s business',
  },
  {
    table: 'goal_figures',
    columns: ['total', 'is_of_tasks'],
    from: ['member', 'viewer', 'org_admin'],
    because: 'only what writes the figures goes by them',
  },
  {
    table: 'audit_log',
    columns: ['person_id'],
    from: ['member', 'viewer'],
    because: 'they read the history of goals, where it is null',
  },
  {
    table: 'own_history',
    columns: 'all',
    from: ['org_admin'],
    because: 'administrators read the history itself',
  },
  {
    table: 'audit_log',
    columns: ['number', 'salt', 'digest', 'hash'],
    from: ['member', 'viewer', 'org_admin'],
    because: 'who verifies history reads the database itself',
  },
]
