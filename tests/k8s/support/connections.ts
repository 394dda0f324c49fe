import {
  containersOf,
  selects,
  type LabelSelector,
  type Manifest,
  type Workload,
} from './manifest.ts'

interface Policy {
  readonly podSelector: LabelSelector
  readonly policyTypes: readonly string[]
  readonly ingress?: readonly Rule[]
  readonly egress?: readonly Rule[]
}

/**
 * A rule without peers allows all of them, one without ports all ports (NetworkPolicy,
 * networking.k8s.io/v1).
 */
interface Rule {
  readonly from?: readonly Peer[]
  readonly to?: readonly Peer[]
  readonly ports?: readonly { readonly protocol?: string, readonly port: number }[]
}

interface Peer {
  readonly podSelector?: LabelSelector
  readonly namespaceSelector?: LabelSelector
}

/**
 * Every connection between two workloads of the namespace that the network policies let through:
 * `app → hasura:8080`.
 */
export function allowedConnections(
  manifests: readonly Manifest[],
  workloads: readonly Workload[],
): string[] {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => spec as unknown as Policy)
  return workloads
    .flatMap(from =>
      workloads
        .filter(to => to !== from)
        .flatMap(to =>
          portsOf(to)
            .filter(
              port => mayLeave(policies, from, to, port) && mayEnter(policies, from, to, port),
            )
            .map(port => `${from.name} → ${to.name}:${port}`),
        ),
    )
    .sort()
}

/** The ports of a workload at which it can be reached from outside the namespace. */
export function publicPorts(
  manifests: readonly Manifest[],
  workloads: readonly Workload[],
): string[] {
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => spec as unknown as Policy)
  return workloads
    .flatMap(to =>
      portsOf(to)
        .filter(port =>
          rulesFor(policies, to, 'Ingress').some(
            rule => rule.from === undefined && includesPort(rule, port),
          ),
        )
        .map(port => `${to.name}:${port}`),
    )
    .sort()
}

function portsOf({ pod }: Workload): number[] {
  return containersOf(pod).flatMap(({ ports = [] }) =>
    ports.map(({ containerPort }) => containerPort),
  )
}

function mayLeave(
  policies: readonly Policy[],
  from: Workload,
  to: Workload,
  port: number,
): boolean {
  return rulesFor(policies, from, 'Egress').some(
    rule => includesPort(rule, port) && includesPeer(rule.to, to),
  )
}

function mayEnter(
  policies: readonly Policy[],
  from: Workload,
  to: Workload,
  port: number,
): boolean {
  return rulesFor(policies, to, 'Ingress').some(
    rule => includesPort(rule, port) && includesPeer(rule.from, from),
  )
}

/** Without any policy of a direction everything would be allowed; here that is an error. */
function rulesFor(
  policies: readonly Policy[],
  workload: Workload,
  direction: 'Ingress' | 'Egress',
): readonly Rule[] {
  const own = policies.filter(
    policy =>
      policy.policyTypes.includes(direction) && selects(policy.podSelector, workload.labels),
  )
  if (own.length === 0) throw new Error(`${workload.name} has no network policy for ${direction}`)
  return own.flatMap(policy => (direction === 'Ingress' ? policy.ingress : policy.egress) ?? [])
}

function includesPort({ ports }: Rule, port: number): boolean {
  return (
    ports === undefined
    || ports.some(allowed => allowed.port === port && (allowed.protocol ?? 'TCP') === 'TCP')
  )
}

function includesPeer(peers: readonly Peer[] | undefined, workload: Workload): boolean {
  return (
    peers === undefined
    || peers.some(
      ({ podSelector, namespaceSelector }) =>
        namespaceSelector === undefined
        && podSelector !== undefined
        && selects(podSelector, workload.labels),
    )
  )
}
