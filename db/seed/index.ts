import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { goalGrants, goals, tasks, users } from '../schema/index.ts'
import { periodEnd } from './period-end.ts'
import { sampleGoals, type SampleGoal } from './sample-goals.ts'

/** A user to insert, as the identity provider knows them. */
export type SeedPerson = Pick<
  typeof users.$inferInsert,
  'id' | 'username' | 'name' | 'email' | 'isActive'
>

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/**
 * Makes people, and sample goals for those of them who have no goal yet. Doing it again changes
 * nothing.
 *
 * @param today decides the periods that the goals are planned for
 */
export async function seed(
  database: Database,
  people: readonly SeedPerson[],
  today = new Date(),
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction
      .insert(users)
      .values([...people])
      .onConflictDoNothing()
    for (const { id, username } of people) {
      const planned = await transaction.$count(
        goals,
        and(eq(goals.createdBy, id), eq(goals.isInbox, false)),
      )
      if (planned === 0)
        await addGoals(
          transaction,
          { owner: id, today, parentId: null },
          sampleGoals[username] ?? [],
        )
    }
  })
}

async function addGoals(
  transaction: Transaction,
  place: {
    owner: string
    today: Date
    parentId: string | null
  },
  samples: SampleGoal[],
): Promise<void> {
  const { owner, today, parentId } = place
  for (const [
    position,
    { tasks: steps = [], children = [], sharedWith = [], ...values },
  ] of samples.entries()) {
    const targetDate = periodEnd(values.horizon, today)
    const [goal] = await transaction
      .insert(goals)
      .values({ ...values, parentId, position, targetDate, createdBy: owner })
      .returning({ id: goals.id })
    if (steps.length > 0) {
      await transaction
        .insert(tasks)
        .values(
          steps.map((step, index) => ({
            ...step,
            goalId: goal!.id,
            position: index,
            dueDate: targetDate,
            createdBy: owner,
          })),
        )
    }
    await share(transaction, goal!.id, sharedWith)
    await addGoals(transaction, { owner, today, parentId: goal!.id }, children)
  }
}

async function share(transaction: Transaction, goalId: string, usernames: string[]): Promise<void> {
  const readers = await transaction
    .select({ userId: users.id })
    .from(users)
    .where(inArray(users.username, usernames))
  if (readers.length > 0)
    await transaction
      .insert(goalGrants)
      .values(readers.map(({ userId }) => ({ userId, goalId, role: 'viewer' as const })))
}
