import type { IContainer, IPodSpec } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { makeDeploymentSecrets } from '../../k8s/secrets/deployment.ts'
import { kubernetesSecrets } from '../../k8s/secrets/kubernetes.ts'
import {
  containersOf,
  selects,
  workloadsOf,
  type LabelSelector,
  type Manifest,
  type Workload,
} from './support/manifest.ts'
import { overlays, renderOverlay } from './support/render.ts'

type Secret = Manifest & { stringData: Record<string, string> }

const deployment = {
  issuer: 'https://auth.example.com/application/o/goals/',
  clientId: 'goals',
  databaseHost: 'postgres',
  sslMode: undefined,
}
const secrets = kubernetesSecrets(await makeDeploymentSecrets(), deployment) as Secret[]

describe.each(overlays)('overlay %s', (overlay) => {
  test('refers only to keys of ConfigMaps that it has and of Secrets that "npm run secrets:kubernetes" makes', ({
    skip,
  }) => {
    const manifests = renderOverlay(overlay, skip)
    const configMaps = manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .flatMap(({ metadata, data }) => keysOf(metadata.name, data ?? {}))
    const known = new Set([
      ...configMaps,
      ...secrets.flatMap(({ metadata, stringData }) => keysOf(metadata.name, stringData)),
    ])
    const wanted = workloadsOf(manifests).flatMap(({ pod }) => [
      ...containersOf(pod).flatMap(environmentReferences),
      ...volumeReferences(pod),
    ])
    expect(wanted.filter(reference => !known.has(reference))).toEqual([])
  })

  test('has a pod behind every Service, policy, budget and autoscaler', ({ skip }) => {
    const manifests = renderOverlay(overlay, skip)
    const workloads = workloadsOf(manifests)
    expect(
      manifests
        .filter(manifest => !isAimed(manifest, workloads))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ).toEqual([])
  })

  test('has every service account that its pods name', ({ skip }) => {
    const manifests = renderOverlay(overlay, skip)
    const accounts = manifests
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => metadata.name)
    expect(
      workloadsOf(manifests)
        .map(({ pod }) => pod.serviceAccountName)
        .filter(name => !accounts.includes(name ?? '')),
    ).toEqual([])
  })

  test('names the same public addresses everywhere', ({ skip }) => {
    const manifests = renderOverlay(overlay, skip)
    const config =
      manifests.find(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('goals-config-'),
      )?.data ?? {}
    expect(config.OIDC_ISSUER).toMatch(/^https?:\/\/[^/]+\/application\/o\/goals\/$/)
    const hosts = [config.BASE_URL, config.OIDC_ISSUER].map(url => new URL(url ?? '').hostname)
    const ingresses = manifests
      .filter(({ kind }) => kind === 'Ingress')
      .flatMap(({ spec }) => spec?.rules as { host: string }[])
    expect(ingresses.map(({ host }) => host).filter(host => !hosts.includes(host))).toEqual([])
  })
})

function keysOf(name: string, data: Record<string, string>): string[] {
  return [name, ...Object.keys(data).map(key => `${name}/${key}`)]
}

function environmentReferences({ env = [], envFrom = [] }: IContainer): string[] {
  const single = env.flatMap(
    ({ valueFrom }) => valueFrom?.secretKeyRef ?? valueFrom?.configMapKeyRef ?? [],
  )
  const whole = envFrom.flatMap(
    ({ configMapRef, secretRef }) => configMapRef?.name ?? secretRef?.name ?? [],
  )
  return [...whole, ...single.map(({ name, key }) => `${name}/${key}`)]
}

function volumeReferences({ volumes = [] }: IPodSpec): string[] {
  return volumes.flatMap(({ configMap, secret }) => configMap?.name ?? secret?.secretName ?? [])
}

function isAimed({ kind, spec = {} }: Manifest, workloads: readonly Workload[]): boolean {
  const aims: Record<string, () => boolean> = {
    HorizontalPodAutoscaler: () =>
      workloads.some(({ name }) => name === (spec.scaleTargetRef as { name: string }).name),
    NetworkPolicy: () =>
      workloads.some(({ labels }) => selects(spec.podSelector as LabelSelector, labels)),
    PodDisruptionBudget: () =>
      workloads.some(({ labels }) => selects(spec.selector as LabelSelector, labels)),
    Service: () =>
      workloads.some(
        ({ labels, pod }) =>
          selects({ matchLabels: spec.selector as Record<string, string> }, labels)
          && (spec.ports as { targetPort: string }[]).every(port =>
            pod.containers.some(({ ports = [] }) =>
              ports.some(({ name }) => name === port.targetPort),
            ),
          ),
      ),
  }
  return aims[kind]?.() ?? true
}
