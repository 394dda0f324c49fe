import { useUndo } from '../request/useUndo'
import { useWrite, type Outcome } from '../request/useWrite'
import {
  addMetricMutation,
  changeMetricMutation,
  goalRowQuery,
  removeMetricMutation,
} from '~/graphql/member/goals'
import { metricIn } from '~/utils/metrics'
import { conflict, missing, problemOf } from '~/utils/problems'
import { isSameValue } from '~/utils/same-value'
import { quoted, shorten } from '~/utils/text'

/** Adds, changes and removes a goal's metrics, each by itself: others may change at the same time. */
export function useMetrics(goalId: () => string) {
  const write = useWrite()
  const { $graphql } = useNuxtApp()
  const { offer, refuse } = useUndo()

  /** What a condition that met no goal means: the metric has been changed, or is as wanted already. */
  async function compare(name: string, value: unknown): Promise<Outcome<unknown>> {
    const { data, error } = await $graphql('member')
      .query(goalRowQuery, { id: goalId() }, { requestPolicy: 'network-only' })
      .toPromise()
    if (error) return { kind: 'refused', problem: problemOf(error) }
    const goal = data?.goals_by_pk
    if (!goal) return { kind: 'refused', problem: missing('goal') }
    return isSameValue(metricIn(goal.metrics, name), value)
      ? { kind: 'done', value: goal }
      : { kind: 'refused', problem: conflict() }
  }

  /** Adds a metric, unless there is one of its name. A refusal is the form's to show. */
  async function add(name: string, value: unknown): Promise<Outcome<unknown>> {
    const outcome = await write({
      document: addMetricMutation,
      variables: { id: goalId(), name, metric: { [name]: value } },
      read: ({ update_goals: answer }) => answer?.returning[0],
    })
    return outcome.kind === 'refused' || outcome.value ? outcome : compare(name, value)
  }

  /** Changes a metric that nobody else has changed since it was read. A refusal is the field's to show. */
  async function change(name: string, value: unknown, base: unknown): Promise<Outcome<unknown>> {
    const outcome = await write({
      document: changeMetricMutation,
      variables: { id: goalId(), base: { [name]: base }, metric: { [name]: value } },
      read: ({ update_goals: answer }) => answer?.returning[0],
    })
    return outcome.kind === 'refused' || outcome.value ? outcome : compare(name, value)
  }

  /** Removes a metric, with a way back. */
  async function remove(name: string, value: unknown): Promise<void> {
    const id = goalId()
    const outcome = await write({
      document: removeMetricMutation,
      variables: { id, name },
      read: ({ update_goals: answer }) => answer?.returning[0] ?? missing('goal'),
    })
    if (outcome.kind === 'refused')
      refuse(`${quoted(shorten(name))} was not removed`, outcome.problem, () => remove(name, value))
    else void offer(`Removed ${quoted(shorten(name))}`, { kind: 'goal-metric', id, name, value })
  }

  return { add, change, remove }
}
