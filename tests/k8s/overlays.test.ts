import { describe, expect, test } from 'vitest'
import { overlays, renderOverlay } from './support/render.ts'
import { invalidValues, unknownKeys } from './support/validate.ts'

describe.each(overlays)('overlay %s', (overlay) => {
  test('is what the Kubernetes API accepts', async ({ skip }) => {
    const problems = await Promise.all(renderOverlay(overlay, skip).map(invalidValues))
    expect(problems.flat()).toEqual([])
  })

  test('has no key that the Kubernetes API does not know', { timeout: 60_000 }, ({ skip }) => {
    expect(unknownKeys(renderOverlay(overlay, skip))).toEqual([])
  })

  test('puts everything into one namespace that enforces the restricted pod security standard', ({
    skip,
  }) => {
    const manifests = renderOverlay(overlay, skip)
    const [namespace, ...others] = manifests.filter(({ kind }) => kind === 'Namespace')
    expect(others).toEqual([])
    expect(namespace?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    })
    const elsewhere = manifests.filter(
      ({ kind, metadata }) =>
        kind !== 'Namespace' && metadata.namespace !== namespace?.metadata.name,
    )
    expect(elsewhere).toEqual([])
  })
})

test('the checks notice a wrong type, a missing field and an unknown key', async () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }
  expect(await invalidValues({ ...service, spec: { ports: [{ port: 'eighty' }] } })).toHaveLength(1)
  expect(await invalidValues({ ...service, spec: { ports: [{}] } })).toHaveLength(1)
  expect(unknownKeys([{ ...service, spec: { portz: [] } }])).toEqual([
    expect.stringContaining('portz'),
  ])
})
