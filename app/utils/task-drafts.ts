/** The forms in the editor of a task, by the names of their drafts. */
export const taskDrafts = {
  fields: (task: string) => `task:${task}`,
  newCategory: (task: string) => `new-category:task:${task}`,
  newBlocker: (task: string) => `new-blocker:${task}`,
} as const
