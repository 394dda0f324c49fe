import { useQueryState } from './useQueryState'
import { inboxQuery, type Inbox } from '~/graphql/viewer/goals'
import { useSessionStore } from '~/stores/session'
import { byPosition } from '~/utils/goal-order'

/** The signed-in person's Inbox with its tasks; `undefined` when there is none. */
export function useInbox() {
  const session = useSessionStore()
  return useQueryState({
    document: inboxQuery,
    variables: () => ({ me: session.user?.id ?? '' }),
    select: ({ goals: [inbox] }): Inbox | undefined =>
      inbox && {
        ...inbox,
        tasks: inbox.tasks.filter(task => task.goal_id === inbox.id).sort(byPosition),
      },
    live: true,
  })
}
