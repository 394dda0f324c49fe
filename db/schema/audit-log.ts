import { and, isNotNull, ne, sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, pgView, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core'
import { maxLengths } from '#shared/limits.ts'
import { bytea, createdAt, generatedId } from './columns.ts'
import { historyAction } from './enums.ts'

/**
 * What people have changed: appended by `triggers/settle.history.sql` alone, never changed but to
 * erase what a row says.
 *
 * Each goal has a chain of its own, and so has each person, for what belongs to no goal. Without
 * foreign keys, because history outlives what it is about, and without checks, which PostgreSQL
 * parses anew for each statement that writes.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: generatedId(),
    /** In the order of writing. No role reads it: it would tell how much others write. */
    number: bigint('number', { mode: 'bigint' }).notNull().generatedByDefaultAsIdentity(),
    /** The goal whose members may read the row; null when it is about something of a person. */
    goalId: uuid('goal_id'),
    personId: uuid('person_id'),
    /** The place in the chain, from 1 and without a gap. */
    seq: bigint('seq', { mode: 'bigint' }).notNull(),
    /** Who did it; null when the server did. */
    actorId: uuid('actor_id'),
    /** By which way, as the claim `x-hasura-door` of the token says; null without the claim. */
    door: varchar('door', { length: maxLengths.door }),
    action: historyAction('action').notNull(),
    /** The table. */
    entity: varchar('entity', { length: maxLengths.tableName }).notNull(),
    /** The row's id; of a row that has none, whom it is about. */
    entityId: uuid('entity_id'),
    /** `{"old": …, "new": …}`, the columns that changed; null once it is erased. */
    difference: jsonb('difference'),
    /** Keeps a difference that is erased from being guessed by its digest; erased with it. */
    salt: uuid('salt'),
    /** Of salt and difference. */
    digest: bytea('digest').notNull(),
    /** Of the hash before and of this row, with the digest in the place of the difference. */
    hash: bytea('hash').notNull(),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('audit_log_goal_id_seq_key').on(table.goalId, table.seq),
    uniqueIndex('audit_log_person_id_seq_key')
      .on(table.personId, table.seq)
      .where(isNotNull(table.personId)),
    index('audit_log_actor_id_idx').on(table.actorId),
  ],
)

/**
 * The history of what is a person's own: categories, settings, closed periods, and their row of users.
 * Without that of invitations: whoever answered one would be told apart from whoever did not exist.
 */
export const ownHistory = pgView('own_history').as(query =>
  query
    .select({
      id: auditLog.id,
      userId: sql<string>`${auditLog.personId}`.as('user_id'),
      seq: auditLog.seq,
      actorId: auditLog.actorId,
      door: auditLog.door,
      action: auditLog.action,
      entity: auditLog.entity,
      entityId: auditLog.entityId,
      difference: auditLog.difference,
      createdAt: auditLog.createdAt,
    })
    .from(auditLog)
    .where(and(isNotNull(auditLog.personId), ne(auditLog.entity, sql`'invitations'`))),
)
