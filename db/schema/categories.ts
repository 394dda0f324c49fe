import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, generatedId, position, requiredText, updatedAt } from './columns.ts'
import { users } from './users.ts'

/** A person's own labels for tasks. */
export const categories = pgTable('categories', {
  id: generatedId(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  color: text('color').notNull().default('neutral'),
  position: position(),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
}, table => [
  unique('categories_user_id_name_key').on(table.userId, table.name),
  requiredText('categories_name_length', table.name, 100),
  requiredText('categories_color_length', table.color, 50),
])
