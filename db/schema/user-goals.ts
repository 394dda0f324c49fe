import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'
import { memberRole } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * Who is a member of which goal: the one source of access. One row for each person and goal, derived
 * from `goal_grants` and the goal's parent by `triggers/settle.members.sql`; nobody else writes it.
 *
 * A person's long list of goals is read from here, by `(user_id, created_at desc)`.
 */
export const userGoals = pgTable(
  'user_goals',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    goalId: uuid('goal_id')
      .notNull()
      .references(() => goals.id, { onDelete: 'cascade' }),
    /** The strongest that was granted on the goal or on one above it. */
    role: memberRole('role').notNull(),
    /** What was granted on the goal itself; null when all comes from above. */
    grantedRole: memberRole('granted_role'),
    createdAt: createdAt(),
  },
  table => [
    primaryKey({ name: 'user_goals_pkey', columns: [table.userId, table.goalId] }),
    index('user_goals_user_id_created_at_idx').on(
      table.userId,
      table.createdAt.desc().nullsFirst(),
    ),
    index('user_goals_goal_id_user_id_idx').on(table.goalId, table.userId),
  ],
)
