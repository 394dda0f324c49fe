import { useQueryState } from '../request/useQueryState'
import { inboxQuery } from '~/graphql/viewer/goals'
import type { Task, TaskLink } from '~/graphql/viewer/tasks'
import { useSessionStore } from '~/stores/session'
import { byPosition } from '~/utils/goal-order'

/** A person's Inbox: its tasks, and what they wait for. */
export interface Inbox {
  id: string
  tasks: Task[]
  links: TaskLink[]
}

/** The signed-in person's Inbox with its tasks; `undefined` when there is none. */
export function useInbox() {
  const session = useSessionStore()
  return useQueryState({
    document: inboxQuery,
    variables: () => ({ me: session.user?.id ?? '' }),
    select: ({ goals: [inbox], task_dependencies: links }): Inbox | undefined =>
      inbox && {
        id: inbox.id,
        tasks: inbox.tasks.filter(task => task.goal_id === inbox.id).sort(byPosition),
        links,
      },
    live: true,
  })
}
