import type { GoalHealth, GoalStatus, TaskStatus } from '#shared/enums.ts'

export type { GoalHealth, GoalStatus, TaskStatus }

/** A status as people see it: its name, its symbol and the colour that means it. */
export interface StatusFacts {
  label: string
  icon: string
  color: string
}

/** The statuses of a goal, in the order in which they are offered. */
export const goalStatuses: Record<GoalStatus, StatusFacts> = {
  active: { label: 'Active', icon: 'i-lucide-circle-dot', color: 'var(--status-active)' },
  completed: {
    label: 'Completed',
    icon: 'i-lucide-circle-check',
    color: 'var(--status-completed)',
  },
  on_hold: { label: 'On hold', icon: 'i-lucide-circle-pause', color: 'var(--status-waiting)' },
  cancelled: { label: 'Cancelled', icon: 'i-lucide-circle-slash', color: 'var(--status-quiet)' },
}

/** The statuses of a task, in the order in which they are offered. */
export const taskStatuses: Record<TaskStatus, StatusFacts> = {
  pending: { label: 'To do', icon: 'i-lucide-circle', color: 'var(--status-quiet)' },
  in_progress: { label: 'In progress', icon: 'i-lucide-circle-dot', color: 'var(--status-active)' },
  blocked: { label: 'Blocked', icon: 'i-lucide-circle-alert', color: 'var(--status-waiting)' },
  completed: { label: 'Done', icon: 'i-lucide-circle-check', color: 'var(--status-completed)' },
  cancelled: { label: 'Cancelled', icon: 'i-lucide-circle-slash', color: 'var(--status-quiet)' },
}

/** How a goal can be doing, best first. */
export const goalHealths: Record<GoalHealth, StatusFacts> = {
  on_track: { label: 'On track', icon: 'i-lucide-trending-up', color: 'var(--status-completed)' },
  at_risk: { label: 'At risk', icon: 'i-lucide-triangle-alert', color: 'var(--status-waiting)' },
  off_track: { label: 'Off track', icon: 'i-lucide-trending-down', color: 'var(--ui-error)' },
}

/** Whether there is nothing more to do about a task. */
export function isClosed(status: TaskStatus): boolean {
  return status === 'completed' || status === 'cancelled'
}

/** The priorities of a task: 1 is the most urgent, 3 the usual. */
export const priorities: Record<number, string> = {
  1: 'Urgent',
  2: 'High',
  3: 'Normal',
  4: 'Low',
  5: 'Someday',
}
