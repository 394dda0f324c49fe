import type { IContainer, IPodSpec } from 'kubernetes-models/v1'
import { describe, expect, test } from 'vitest'
import { containersOf, workloadsOf, type Workload } from './support/manifest.ts'
import { overlays, renderOverlay } from './support/render.ts'

const allowedVolumes = ['configMap', 'emptyDir', 'persistentVolumeClaim', 'projected', 'secret']

/**
 * What must hold of a pod. The first are the restricted pod security standard's, the rest this
 * project's own.
 */
const podRules: Record<string, (pod: IPodSpec) => boolean> = {
  'runs as a user that is not root': ({ securityContext }) =>
    securityContext?.runAsNonRoot === true && securityContext.runAsUser !== 0,
  'has the runtime\'s seccomp profile': ({ securityContext }) =>
    securityContext?.seccompProfile?.type === 'RuntimeDefault',
  'shares nothing with its host': ({ hostNetwork, hostPID, hostIPC }) =>
    !hostNetwork && !hostPID && !hostIPC,
  'mounts no folder of its host': ({ volumes = [] }) =>
    volumes.every(volume => allowedVolumes.some(type => type in volume)),
  'has a service account of its own': ({ serviceAccountName }) =>
    serviceAccountName !== undefined && serviceAccountName !== 'default',
  'gets no token for the Kubernetes API': ({ automountServiceAccountToken }) =>
    automountServiceAccountToken === false,
  'gets no addresses of other Services by environment': ({ enableServiceLinks }) =>
    enableServiceLinks === false,
}

const containerRules: Record<string, (container: IContainer, pod: IPodSpec) => boolean> = {
  'cannot gain privileges': ({ securityContext }) =>
    securityContext?.allowPrivilegeEscalation === false && !securityContext.privileged,
  'has no capability': ({ securityContext }) =>
    securityContext?.capabilities?.drop?.includes('ALL') === true
    && !securityContext.capabilities.add,
  'has a read-only root file system': ({ securityContext }) =>
    securityContext?.readOnlyRootFilesystem === true,
  'names its user': ({ securityContext }, pod) =>
    (securityContext?.runAsUser ?? pod.securityContext?.runAsUser ?? 0) > 0,
  'asks for processor time and memory': ({ resources }) =>
    Boolean(resources?.requests?.cpu && resources.requests.memory),
  'cannot use memory without limit': ({ resources }) => Boolean(resources?.limits?.memory),
  'has an image of a fixed version': ({ image = '' }) =>
    /^[^:]+(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image),
  'has no secret in clear text': ({ env = [] }) =>
    env.every(
      ({ name, value }) =>
        value === undefined || !/secret|password|token|key$|database_url/i.test(name),
    ),
}

/** What must hold of a container that serves, as opposed to a Job's. */
const serverRules: Record<string, (container: IContainer) => boolean> = {
  'tells when it is ready': ({ readinessProbe }) => readinessProbe !== undefined,
  'tells when it is stuck': ({ livenessProbe }) => livenessProbe !== undefined,
  'has time to start': ({ startupProbe }) => startupProbe !== undefined,
}

describe.each(overlays)('overlay %s', (overlay) => {
  test.for(Object.entries(podRules))('every pod %s', ([, holds], { skip }) => {
    const workloads = workloadsOf(renderOverlay(overlay, skip))
    expect(workloads.filter(({ pod }) => !holds(pod)).map(nameOf)).toEqual([])
  })

  test.for(Object.entries(containerRules))('every container %s', ([, holds], { skip }) => {
    const workloads = workloadsOf(renderOverlay(overlay, skip))
    expect(
      workloads
        .filter(({ pod }) => !containersOf(pod).every(container => holds(container, pod)))
        .map(nameOf),
    ).toEqual([])
  })

  test.for(Object.entries(serverRules))('every container that serves %s', ([, holds], { skip }) => {
    const servers = workloadsOf(renderOverlay(overlay, skip)).filter(({ kind }) => kind !== 'Job')
    expect(servers.filter(({ pod }) => !pod.containers.every(holds)).map(nameOf)).toEqual([])
  })

  test('there is something to check', ({ skip }) => {
    expect(workloadsOf(renderOverlay(overlay, skip)).map(nameOf)).toEqual(
      expect.arrayContaining([
        'Deployment app',
        'Deployment authentik-server',
        'Deployment authentik-worker',
        'Deployment hasura',
        'Job metadata',
        'Job migrate',
      ]),
    )
  })
})

function nameOf({ kind, name }: Workload): string {
  return `${kind} ${name}`
}
