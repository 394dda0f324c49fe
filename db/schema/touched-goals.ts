import { boolean, customType, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { privateSchema } from './sessions.ts'

/** PostgreSQL's 64-bit transaction number, as text. */
export const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * The goals that a running transaction has changed, or something of theirs, until `triggers/settle.sql`
 * has written what follows from it. Empty for everybody else: a row lives as long as its transaction.
 *
 * Without a foreign key, because a goal that is deleted for good is named here too.
 */
export const touchedGoals = privateSchema.table(
  'touched_goals',
  {
    transactionId: transactionId('transaction_id').notNull(),
    goalId: uuid('goal_id').notNull(),
    /** Whether trees or grants changed, and not only what stands in the goal. */
    isStructural: boolean('is_structural').notNull(),
    /** Whether the goal was made below another, whose members it gets. */
    isNew: boolean('is_new').notNull().default(false),
  },
  table => [
    primaryKey({ name: 'touched_goals_pkey', columns: [table.transactionId, table.goalId] }),
  ],
)
