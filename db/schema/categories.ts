import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { maxLengths } from '#shared/limits.ts'
import {
  clientKey,
  createdAt,
  finitePosition,
  generatedId,
  position,
  printableLine,
  requiredText,
  updatedAt,
} from './columns.ts'
import { users } from './users.ts'

/** A person's own labels for tasks. */
export const categories = pgTable(
  'categories',
  {
    id: generatedId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    color: text('color').notNull().default('neutral'),
    position: position(),
    clientKey: clientKey(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    unique('categories_user_id_name_key').on(table.userId, table.name),
    unique('categories_user_id_client_key_key').on(table.userId, table.clientKey),
    requiredText('categories_name_length', table.name, maxLengths.categoryName),
    printableLine('categories_name_printable', table.name),
    requiredText('categories_color_length', table.color, maxLengths.categoryColor),
    printableLine('categories_color_printable', table.color),
    finitePosition('categories_position_range', table.position),
  ],
)
