import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt } from './columns.ts'
import { memberRole } from './enums.ts'
import { goals } from './goals.ts'
import { users } from './users.ts'

/**
 * Who is a member of which goal: the one source of access.
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
    role: memberRole('role').notNull(),
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
