/** A goal that the person already has. */
export interface ExistingGoal {
  id: string
  parent_id: string | null
  title: string
}

/** Finds goals that are there already, so that importing a file again adds only what is new. */
export interface ExistingGoals {
  /**
   * The id of a goal with this title below this parent. Each goal is given out once: a file may
   * repeat a title.
   */
  take: (parentId: string | null, title: string) => string | undefined
}

/** Indexes goals by their parent and title. */
export function indexGoals(goals: readonly ExistingGoal[]): ExistingGoals {
  const ids = new Map<string, string[]>()
  for (const { id, parent_id: parentId, title } of goals) {
    const key = keyOf(parentId, title)
    ids.set(key, [...(ids.get(key) ?? []), id])
  }
  return { take: (parentId, title) => ids.get(keyOf(parentId, title))?.shift() }
}

function keyOf(parentId: string | null, title: string): string {
  return JSON.stringify([parentId, title])
}
