import { sql } from 'drizzle-orm'
import { check, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { maxLengths, maxSettingBytes } from '#shared/limits.ts'
import { printableLine, requiredText, updatedAt } from './columns.ts'
import { users } from './users.ts'

/** A person's preferences, one row a key. */
export const settings = pgTable(
  'settings',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    value: jsonb('value').notNull(),
    updatedAt: updatedAt(),
  },
  table => [
    primaryKey({ name: 'settings_pkey', columns: [table.userId, table.key] }),
    requiredText('settings_key_length', table.key, maxLengths.settingKey),
    printableLine('settings_key_printable', table.key),
    check('settings_value_size', sql`octet_length(${table.value}::text) <= ${sql.raw(String(maxSettingBytes))}`),
  ],
)
