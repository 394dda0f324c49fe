import { goalHorizons, type GoalHorizon as Horizon } from '#shared/enums.ts'

export type { Horizon }

/**
 * A horizon's names and its colour throughout the pages (a custom property of the
 * theme).
 */
export interface HorizonFacts {
  label: string
  noun: string
  color: string
}

/** The horizons from near to far. */
export const horizons: readonly Horizon[] = goalHorizons.toReversed()

/** {@link HorizonFacts} of each horizon. */
export const horizonFacts: Record<Horizon, HorizonFacts> = {
  weekly: { label: 'Week', noun: 'weekly goal', color: 'var(--horizon-weekly)' },
  monthly: { label: 'Month', noun: 'monthly goal', color: 'var(--horizon-monthly)' },
  quarterly: { label: 'Quarter', noun: 'quarterly goal', color: 'var(--horizon-quarterly)' },
  yearly: { label: 'Year', noun: 'yearly goal', color: 'var(--horizon-yearly)' },
}

/** The next nearer horizon: what a sub-goal of this one most likely is. */
export function childHorizon(horizon: Horizon): Horizon {
  return horizons[Math.max(0, horizons.indexOf(horizon) - 1)] ?? 'weekly'
}
