import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt, updatedAt } from './columns.ts'
import { memberRole } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * What was granted to a person on this very goal. It holds for everything below, too: who is a member
 * of what in the end stands in `user_goals`.
 */
export const goalGrants = pgTable(
  'goal_grants',
  {
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: memberRole('role').notNull(),
    /**
     * Who granted or last changed it; null of a goal's maker, and of what was inherited from a goal
     * that is gone.
     */
    grantedBy: uuid('granted_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    primaryKey({ name: 'goal_grants_pkey', columns: [table.goalId, table.userId] }),
    index('goal_grants_user_id_idx').on(table.userId),
    index('goal_grants_granted_by_idx').on(table.grantedBy),
  ],
)
