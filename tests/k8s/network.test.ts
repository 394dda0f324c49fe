import { describe, expect, test } from 'vitest'
import { allowedConnections, publicPorts } from './support/connections.ts'
import { workloadsOf } from './support/manifest.ts'
import { renderOverlay } from './support/render.ts'

const everywhere = ['app → hasura:8080', 'authentik-worker → app:3000']

/**
 * What may speak to what, and nothing else. In production PostgreSQL and Authentik's public name
 * are outside.
 */
const expected: Record<string, readonly string[]> = {
  dev: [
    ...everywhere,
    'app → authentik-server:9000',
    'app → postgres:5432',
    'authentik-server → postgres:5432',
    'authentik-worker → postgres:5432',
    'hasura → postgres:5432',
    'metadata → postgres:5432',
    'migrate → postgres:5432',
  ],
  production: everywhere,
}

describe.each(Object.keys(expected))('overlay %s', (overlay) => {
  test('lets only those speak to each other who must', ({ skip }) => {
    const manifests = renderOverlay(overlay, skip)
    expect(allowedConnections(manifests, workloadsOf(manifests))).toEqual(
      [...(expected[overlay] ?? [])].sort(),
    )
  })

  test('opens the dashboard and the sign-in page to the world, and nothing else', ({ skip }) => {
    const manifests = renderOverlay(overlay, skip)
    expect(publicPorts(manifests, workloadsOf(manifests))).toEqual([
      'app:3000',
      'authentik-server:9000',
    ])
  })
})
