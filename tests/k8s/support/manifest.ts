import type { IContainer, IPodSpec } from 'kubernetes-models/v1'

/** A Kubernetes object as far as the checks look into it. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Record<string, string>
  }
  readonly data?: Record<string, string>
  readonly spec?: Record<string, unknown>
}

/** A kind that makes pods, with what it says of them. */
export interface Workload {
  readonly name: string
  readonly kind: string
  readonly labels: Record<string, string>
  readonly pod: IPodSpec
}

/** The workloads among manifests. */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap((manifest) => {
    const template = manifest.spec?.template as
      { metadata?: { labels?: Record<string, string> }, spec: IPodSpec } | undefined
    if (!template) return []
    return [
      {
        name: manifest.metadata.name,
        kind: manifest.kind,
        labels: template.metadata?.labels ?? {},
        pod: template.spec,
      },
    ]
  })
}

/** Every container of a pod, those that run before the others included. */
export function containersOf(pod: IPodSpec): IContainer[] {
  return [...(pod.initContainers ?? []), ...pod.containers]
}

/** Whether a label selector, as Services, policies and budgets have it, fits labels. */
export function selects(selector: LabelSelector, labels: Record<string, string>): boolean {
  const wanted = Object.entries(selector.matchLabels ?? {})
  const expressions = selector.matchExpressions ?? []
  return (
    wanted.every(([key, value]) => labels[key] === value)
    && expressions.every(
      ({ key, operator, values }) =>
        operator === 'In' && (values ?? []).includes(labels[key] ?? ''),
    )
  )
}

/** The part of Kubernetes' label selectors that the manifests use. */
export interface LabelSelector {
  readonly matchLabels?: Record<string, string>
  readonly matchExpressions?: readonly {
    key: string
    operator: string
    values?: readonly string[]
  }[]
}
