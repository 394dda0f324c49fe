import { eq } from 'drizzle-orm'
import { users } from '../../../db/schema/users.ts'
import { database } from '../database.ts'

/** Whether an administrator has deactivated a user. False for a user without a row. */
export async function isDeactivated(userId: string): Promise<boolean> {
  const [row] = await database()
    .select({ isActive: users.isActive })
    .from(users)
    .where(eq(users.id, userId))
  return row?.isActive === false
}
