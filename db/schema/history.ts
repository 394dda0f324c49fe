import { bigint, boolean, customType, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea } from './columns.ts'
import { historyAction } from './enums.ts'
import { privateSchema } from './sessions.ts'

/** PostgreSQL's 64-bit transaction number, as text. */
const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/**
 * What a running transaction has changed, until `triggers/settle.sql` has written what follows from
 * it and appended it to `audit_log`, at its end. Empty for everybody else, and not logged: a row
 * lives as long as its transaction.
 *
 * Where `action` and `difference` are null, the members of the goal may have changed, and history has
 * nothing to say of it.
 */
export const unsealedChanges = privateSchema.table(
  'unsealed_changes',
  {
    transactionId: transactionId('transaction_id').notNull(),
    place: bigint('place', { mode: 'bigint' }).notNull().generatedByDefaultAsIdentity(),
    goalId: uuid('goal_id'),
    personId: uuid('person_id'),
    actorId: uuid('actor_id'),
    door: text('door'),
    action: historyAction('action'),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id'),
    difference: jsonb('difference'),
    /** Whether it is the transaction's first, which has the others settled too. */
    isFirst: boolean('is_first').notNull(),
  },
  table => [
    primaryKey({ name: 'unsealed_changes_pkey', columns: [table.transactionId, table.place] }),
  ],
)

/**
 * Where each chain of `audit_log` ends, so that a row missing at its end is noticed as well. Stays
 * when the goal or person goes.
 */
export const historyHeads = privateSchema.table('history_heads', {
  /** A goal's or a person's id. */
  chainId: uuid('chain_id').primaryKey(),
  seq: bigint('seq', { mode: 'bigint' }).notNull(),
  hash: bytea('hash').notNull(),
})
